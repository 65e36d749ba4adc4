package dev.equipoise.metrics.endpoint;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the meters of a run to a Pushgateway. Each push replaces the one before; the last one stays there, so that
 * the results of a short run can be read. A failure causes one warning, and the next push tries again.
 */
public final class PushedMeters {
    private static final Logger LOG = LoggerFactory.getLogger(PushedMeters.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final PrometheusMeterRegistry registry;
    private final URI group;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final AtomicBoolean failed = new AtomicBoolean();

    public PushedMeters(URI gateway, PrometheusMeterRegistry registry, String experiment, String run) {
        this.registry = registry;
        String base = gateway.toString().replaceFirst("/+$", "");
        group = URI.create(base + "/metrics/job/equipoise/experiment/" + encoded(experiment) + "/run/" + encoded(run));
    }

    /** Pushes once. This takes at most 10 seconds. */
    public synchronized void push() {
        HttpRequest request = HttpRequest.newBuilder(group)
                .timeout(TIMEOUT)
                .header("Content-Type", AcceptedType.PLAIN_TEXT)
                .PUT(HttpRequest.BodyPublishers.ofString(registry.scrape(AcceptedType.PLAIN_TEXT)))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                warn("status " + response.statusCode() + ": "
                        + response.body().lines().findFirst().orElse(""));
            }
        } catch (IOException e) {
            warn(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void warn(String why) {
        if (failed.compareAndSet(false, true)) {
            LOG.warn("the meters could not be pushed to {}, the run continues: {}", group, why);
        } else {
            LOG.debug("the meters could not be pushed to {}: {}", group, why);
        }
    }

    private static String encoded(String label) {
        return URLEncoder.encode(label, StandardCharsets.UTF_8);
    }
}
