package dev.equipoise.metrics.endpoint;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A page that is rendered anew only when it is asked for and older than its age allows, however many ask. */
final class Rendered {
    private final long maximumAgeNanos;
    private final Supplier<Response> rendering;
    private @Nullable Response page;
    private long renderedNanos;

    Rendered(Duration maximumAge, Supplier<Response> rendering) {
        this.maximumAgeNanos = maximumAge.toNanos();
        this.rendering = rendering;
    }

    synchronized Response page() {
        long now = System.nanoTime();
        if (page == null || now - renderedNanos >= maximumAgeNanos) {
            page = rendering.get();
            renderedNanos = now;
        }
        return page;
    }

    /** It is rendered again at the next request. */
    synchronized void forget() {
        page = null;
    }
}
