package dev.equipoise.metrics.endpoint;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The page of meters in either text format, rendered anew only when it is older than its age allows. */
final class Exposition {
    private final PrometheusMeterRegistry registry;
    private final long maximumAgeNanos;
    private final Map<String, Page> pages = new HashMap<>();

    Exposition(PrometheusMeterRegistry registry, Duration maximumAge) {
        this.registry = registry;
        this.maximumAgeNanos = maximumAge.toNanos();
    }

    synchronized byte[] body(String contentType) {
        long now = System.nanoTime();
        Page page = pages.get(contentType);
        if (page == null || now - page.renderedNanos >= maximumAgeNanos) {
            page = new Page(now, registry.scrape(contentType).getBytes(StandardCharsets.UTF_8));
            pages.put(contentType, page);
        }
        return page.body;
    }

    private record Page(long renderedNanos, byte[] body) {}
}
