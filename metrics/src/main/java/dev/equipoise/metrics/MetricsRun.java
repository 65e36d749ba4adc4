package dev.equipoise.metrics;

import dev.equipoise.disk.Disk;
import dev.equipoise.metrics.endpoint.EndpointSettings;
import dev.equipoise.metrics.endpoint.MetricsEndpoint;
import dev.equipoise.metrics.endpoint.PushedMeters;
import dev.equipoise.metrics.endpoint.TargetFile;
import dev.equipoise.metrics.internal.page.LiveRun;
import dev.equipoise.run.EventRelay;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitoring of one run: a registry of its own, whose every meter has the labels of the run; the endpoint, and the files
 * that say where it is. Settings that cannot be are refused before the run; of what fails later each kind is one warning,
 * and the run goes on.
 */
final class MetricsRun extends EventRelay {
    /**
     * How long the endpoint of a scraped run stays up after a bad end if no linger was asked for: three scrapes of the
     * configuration that is written, so that the alert of the end has something to see.
     */
    static final Duration LAST_SCRAPES = Duration.ofSeconds(15);

    /** How long the endpoint waits for an open page to take the end of the run: it asks once in half of the time. */
    static final Duration LAST_PAGE = MetricsEndpoint.REFRESH.multipliedBy(2);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRun.class);
    private static final Set<RunStatus> BAD = EnumSet.of(RunStatus.DIVERGED, RunStatus.FAILED);

    private final EndpointSettings settings;
    private final StopRequest stop;
    private final Clock clock;
    private final Disk disk;
    private final Invocation invocation;
    private final Set<MeterBinder> own;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm = new JvmMeters();
    private final BackgroundWork background = new BackgroundWork();
    private final List<RunListener> hearing = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Set<String> failed = new HashSet<>();
    private Optional<MetricsEndpoint> endpoint = Optional.empty();
    private Optional<PushedMeters> pushed = Optional.empty();
    private boolean endedBadly;

    @Inject
    MetricsRun(
            RunOptions options, StopRequest stop, Clock clock, Disk disk, Invocation invocation, Set<MeterBinder> own) {
        settings = EndpointSettings.of(options.monitoring());
        this.stop = stop;
        this.clock = clock;
        this.disk = disk;
        this.invocation = invocation;
        this.own = own;
    }

    @Override
    public void started(RunStarted event) {
        String experiment = event.plan().name();
        registry.config().commonTags("experiment", experiment, "run", event.runId());
        LiveRun live = new LiveRun(event, invocation);
        hearing.add(live);
        // The first, since it also says which meters the registry refuses.
        attempt("meters of the process", () -> jvm.bindTo(registry));
        attempt("meters", () -> hearing.add(new MeterListener(registry, event, clock.instant())));
        own.forEach(this::bind);
        event.plan().parts(RunListener.class).stream()
                .filter(MeterBinder.class::isInstance)
                .forEach(binder -> bind((MeterBinder) binder));
        attempt("endpoint", () -> serve(event, live));
        GpuMeters gpus = new GpuMeters(registry);
        background.every(Duration.ofSeconds(GpuMeters.SECONDS), gpus::sample);
        settings.push()
                .ifPresent(push -> attempt("Pushgateway", () -> {
                    PushedMeters pushing = new PushedMeters(push.gateway(), registry, experiment, event.runId());
                    pushed = Optional.of(pushing);
                    background.every(push.every(), () -> {
                        pushing.push();
                        return true;
                    });
                }));
    }

    private void bind(MeterBinder binder) {
        attempt("meters of " + binder.getClass().getName(), () -> binder.bindTo(registry));
    }

    private void serve(RunStarted event, LiveRun live) throws IOException {
        MetricsEndpoint serving = MetricsEndpoint.open(settings, registry, live);
        endpoint = Optional.of(serving);
        open.push(serving);
        LOG.info("the page of this run is at {}, its meters at {}", serving.pageUrl(), serving.url());
        attempt("metrics.json", () -> AddressFile.write(disk, event.directory(), serving));
        // Beside the experiments: a run's directory is <runs>/<experiment>/<run>.
        Path targets = settings.targets()
                .orElseGet(() -> event.directory()
                        .toAbsolutePath()
                        .resolve("../..")
                        .resolve(TargetFile.FOLDER)
                        .normalize());
        attempt(
                "target file",
                () -> open.push(
                        TargetFile.write(disk, targets, serving, event.plan().name(), event.runId())));
    }

    @Override
    public void finished(RunFinished event) {
        super.finished(event);
        endedBadly = BAD.contains(event.report().status());
        endpoint.ifPresent(MetricsEndpoint::ended);
    }

    /** Pushes the end, lingers, lets an open page take the end, and takes everything of the run away. */
    @Override
    public void closed() {
        background.close();
        pushed.ifPresent(last -> attempt("Pushgateway", last::push));
        endpoint.ifPresent(serving -> attempt("end", () -> stayUp(serving)));
        while (!open.isEmpty()) {
            attempt("end", open.pop()::close);
        }
        attempt("end", jvm::close);
        attempt("end", registry::clear);
        attempt("end", registry.getPrometheusRegistry()::clear);
        attempt("end", registry::close);
    }

    private Duration lingering(MetricsEndpoint serving) {
        boolean seen = endedBadly && serving.scraped();
        return settings.linger().isZero() && seen ? LAST_SCRAPES : settings.linger();
    }

    /** A stop that is first requested after the end of the run is meant for the process: it ends, with open pages or without. */
    private void stayUp(MetricsEndpoint serving) throws InterruptedException {
        boolean stopped = stop.isMade();
        if (!stopped) {
            linger(lingering(serving));
        }
        long from = System.nanoTime();
        while (stop.isMade() == stopped
                && System.nanoTime() - from < LAST_PAGE.toNanos()
                && !serving.awaitLastPage(LOOK)) {
            LOG.debug("an open page has not asked for the end yet");
        }
    }

    private void linger(Duration time) throws InterruptedException {
        if (time.isZero() || time.isNegative()) {
            return;
        }
        LOG.info("the meters stay available for {} s", time.toSeconds());
        if (stop.await(time)) {
            LOG.info("asked to stop: the meters are shut down");
        }
    }

    @Override
    protected void relay(Consumer<RunListener> event) {
        hearing.forEach(listener -> attempt(listener.getClass().getSimpleName(), () -> event.accept(listener)));
    }

    private void attempt(String what, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError e) {
            if (failed.add(what)) {
                LOG.warn("monitoring of this run failed, the run continues: {}: {}", what, e.toString(), e);
            } else {
                LOG.debug("monitoring of this run failed again: {}", what, e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
