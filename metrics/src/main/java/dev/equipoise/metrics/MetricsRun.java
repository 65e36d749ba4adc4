package dev.equipoise.metrics;

import dev.equipoise.disk.Disk;
import dev.equipoise.metrics.endpoint.EndpointSettings;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import dev.equipoise.metrics.endpoint.PushedMeters;
import dev.equipoise.metrics.endpoint.TargetFile;
import dev.equipoise.metrics.page.LiveRun;
import dev.equipoise.run.EventRelay;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StopRequest;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitoring of one run: a registry of its own, whose every meter has the labels of the run; the endpoint, and the files
 * that say where it is. Settings that cannot be are refused before the run; whatever fails later is one warning, and the
 * run goes on.
 */
public final class MetricsRun extends EventRelay {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRun.class);

    private final EndpointSettings settings;
    private final StopRequest stop;
    private final Clock clock;
    private final Disk disk;
    private final Set<MeterBinder> own;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters();
    private final BackgroundWork background = new BackgroundWork();
    private final List<RunListener> hearing = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Optional<PushedMeters> pushed = Optional.empty();
    private boolean failed;

    @Inject
    MetricsRun(RunOptions options, StopRequest stop, Clock clock, Disk disk, Set<MeterBinder> own) {
        settings = EndpointSettings.of(options.monitoring());
        this.stop = stop;
        this.clock = clock;
        this.disk = disk;
        this.own = own;
    }

    @Override
    public void started(RunStarted event) {
        String experiment = event.plan().name();
        registry.config().commonTags("experiment", experiment, "run", event.runId());
        LiveRun live = new LiveRun(event);
        hearing.add(live);
        // The first, since it also says which meters the registry refuses.
        attempt(() -> jvm.bindTo(registry));
        attempt(() -> hearing.add(new MeterListener(registry, event, clock.instant())));
        own.forEach(binder -> attempt(() -> binder.bindTo(registry)));
        event.plan().parts(RunListener.class).stream()
                .filter(MeterBinder.class::isInstance)
                .forEach(binder -> attempt(() -> ((MeterBinder) binder).bindTo(registry)));
        attempt(() -> serve(event, live));
        GpuMeters gpus = new GpuMeters(registry);
        background.every(Duration.ofSeconds(GpuMeters.SECONDS), gpus::sample);
        settings.push()
                .ifPresent(push -> attempt(() -> {
                    PushedMeters pushing = new PushedMeters(push.gateway(), registry, experiment, event.runId());
                    pushed = Optional.of(pushing);
                    background.every(push.every(), () -> {
                        pushing.push();
                        return true;
                    });
                }));
    }

    private void serve(RunStarted event, LiveRun live) throws IOException {
        MetricsEndpoint endpoint = MetricsEndpoint.open(settings, registry, live);
        open.push(endpoint);
        LOG.info("meters are served at {}", endpoint.url());
        AddressFile.write(disk, event.directory(), endpoint);
        // Beside the experiments: a run's directory is <runs>/<experiment>/<run>.
        Path targets = settings.targets()
                .orElseGet(() -> event.directory()
                        .toAbsolutePath()
                        .resolve("../..")
                        .resolve(TargetFile.FOLDER)
                        .normalize());
        open.push(TargetFile.write(disk, targets, endpoint, event.plan().name(), event.runId()));
    }

    /** Pushes the end, lingers, and takes everything of the run away. */
    @Override
    public void closed() {
        background.close();
        pushed.ifPresent(last -> attempt(last::push));
        if (!open.isEmpty()) {
            linger();
        }
        while (!open.isEmpty()) {
            attempt(open.pop()::close);
        }
        attempt(jvm::close);
        attempt(registry::clear);
        attempt(registry.getPrometheusRegistry()::clear);
        attempt(registry::close);
    }

    private void linger() {
        Duration linger = settings.linger();
        if (linger.isZero() || linger.isNegative() || stop.isMade()) {
            return;
        }
        LOG.info("the meters stay up for {} s", linger.toSeconds());
        try {
            if (stop.await(linger)) {
                LOG.info("asked to stop: the meters go down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void tell(Consumer<RunListener> event) {
        hearing.forEach(listener -> attempt(() -> event.accept(listener)));
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError e) {
            if (!failed) {
                failed = true;
                LOG.warn("monitoring of this run failed, the run goes on: {}", e.toString(), e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
