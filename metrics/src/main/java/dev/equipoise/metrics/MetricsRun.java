package dev.equipoise.metrics;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitoring of one run: a registry of its own, its meters, the endpoint, and {@code metrics.json} that says where the
 * endpoint is. Whatever fails here is one warning; the run goes on unmonitored.
 */
public final class MetricsRun implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRun.class);

    private final RunOptions options;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters();
    private @Nullable MeterListener meters;
    private @Nullable MetricsEndpoint endpoint;
    private boolean failed;

    @Inject
    MetricsRun(RunOptions options) {
        this.options = options;
    }

    @Override
    public void started(RunStarted event) {
        attempt(() -> {
            jvm.bindTo(registry);
            meters = new MeterListener(registry, event);
            MetricsEndpoint opened = MetricsEndpoint.open(options.metricsPort(), registry);
            endpoint = opened;
            LOG.info("meters are served at {}", opened.url());
            writeAddress(event.directory(), opened);
        });
    }

    @Override
    public void stepFinished(StepFinished event) {
        MeterListener listener = meters;
        if (listener != null) {
            attempt(() -> listener.stepFinished(event));
        }
    }

    @Override
    public void epochFinished(EpochFinished event) {
        MeterListener listener = meters;
        if (listener != null) {
            attempt(() -> listener.epochFinished(event));
        }
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        MeterListener listener = meters;
        if (listener != null) {
            attempt(() -> listener.checkpointSaved(event));
        }
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        MeterListener listener = meters;
        if (listener != null) {
            attempt(() -> listener.checkpointFailed(event));
        }
    }

    @Override
    public void finished(RunFinished event) {
        MeterListener listener = meters;
        if (listener != null) {
            attempt(() -> listener.finished(event));
        }
    }

    @Override
    public void closed() {
        MetricsEndpoint open = endpoint;
        if (open != null) {
            linger(open);
            attempt(open::close);
        }
        attempt(jvm::close);
        attempt(registry::close);
    }

    private void linger(MetricsEndpoint open) {
        Duration linger = options.linger();
        if (linger.isZero() || linger.isNegative()) {
            return;
        }
        LOG.info("{} stays up for {} s", open.url(), linger.toSeconds());
        try {
            Thread.sleep(linger.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                failed = true;
                LOG.warn("monitoring of this run failed, the run goes on: {}", e.toString(), e);
            }
        }
    }

    private static void writeAddress(Path directory, MetricsEndpoint endpoint) throws IOException {
        String json = String.format(
                Locale.ROOT,
                "{\n  \"url\" : \"%s\",\n  \"address\" : \"%s\",\n  \"port\" : %d\n}\n",
                endpoint.url(),
                endpoint.address().getAddress().getHostAddress(),
                endpoint.address().getPort());
        Path half = directory.resolve("metrics.json.tmp");
        try {
            Files.writeString(half, json);
            Files.move(half, directory.resolve("metrics.json"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
