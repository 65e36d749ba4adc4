package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.metrics.endpoint.InvalidMonitoringException;
import dev.equipoise.metrics.endpoint.Web;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import dev.equipoise.testing.Events;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class MetricsRunTest {

    /** Long enough for a machine that does something else. */
    private static final Duration MUCH_LESS_THAN_IT_LINGERS = Duration.ofMinutes(1);

    private Path directory;

    @TempDir
    private Path runs;

    private final StopRequest stop = new StopRequest();
    private Set<MeterBinder> own = Set.of();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.equipoise.metrics");

    @BeforeEach
    void makeTheDirectoryAndListenToTheLog() throws IOException {
        directory = Files.createDirectories(runs.resolve("digits-fixed/20261122-160000-ab1z"));
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    @Test
    void theModuleIsFoundAndBindsTheListenerToARun() {
        EquipoiseModule module = ServiceLoader.load(EquipoiseModule.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(MetricsModule.class::isInstance)
                .findFirst()
                .orElseThrow();
        Set<RunListener> listeners = Guice.createInjector(binder -> {
                    binder.bind(RunOptions.class).toInstance(RunOptions.defaults());
                    binder.bind(StopRequest.class).toInstance(stop);
                    binder.bind(Clock.class).toInstance(Clock.systemUTC());
                    binder.bind(Disk.class).toInstance(new LocalDisk());
                    binder.bind(Invocation.class).toInstance(Invocation.PLAIN);
                    module.configureRun(binder);
                })
                .getInstance(Key.get(new TypeLiteral<Set<RunListener>>() {}));
        assertThat(listeners).singleElement().isInstanceOf(MetricsRun.class);
    }

    @Test
    void theRunsDirectoryTellsWhereTheMetersAre() throws IOException {
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.stepFinished(Events.step(0, 11.5, 1));
        run.finished(Events.finished(RunStatus.COMPLETED, directory));

        String json = Files.readString(directory.resolve("metrics.json"));
        String url = url();
        assertThat(json).matches("""
                        \\{
                          "url" : "http://127.0.0.1:(\\d+)/metrics",
                          "address" : "127.0.0.1",
                          "port" : \\1
                        }
                        """);
        assertThat(Web.body(url))
                .contains("vae_loss{", "state=\"completed\"} 1.0", "jvm_memory_used_bytes", "process_uptime");
        run.closed();
        assertThatThrownBy(() -> Web.body(url)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void theLogNamesThePageBeforeTheMeters() throws IOException {
        logger.setLevel(Level.INFO);
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        assertThat(url()).doesNotContain(":0/");
        assertThat(logged())
                .containsExactly(
                        "the page of this run is at " + url().replace("/metrics", "/") + ", its meters at " + url());
        assertThat(Web.body(url().replace("/metrics", "/"))).contains("<h1>digits-fixed</h1>");
        run.closed();
    }

    @Test
    void aBusyPortIsReplacedAndTheRealOneWritten() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MetricsRun run = monitored(options(busy.getLocalPort(), Duration.ZERO));
            run.started(Events.started(directory));
            assertThat(url()).doesNotContain(":" + busy.getLocalPort() + "/");
            assertThat(Web.body(url())).contains("state=\"running\"} 1.0");
            assertThat(logged())
                    .containsExactly("port " + busy.getLocalPort() + " is not free (" + wordsFor(busy)
                            + "): the meters are served at " + url());
            run.closed();
        }
    }

    @Test
    @Tag("slow")
    void aBusyPortCostsLessThanASecond() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Duration soonest = Duration.ofDays(1);
            // The first loads classes; how soon is told by the round in which nobody else took the processor.
            for (int round = 0; round < 5; round++) {
                MetricsRun run = monitored(options(busy.getLocalPort(), Duration.ZERO));
                long from = System.nanoTime();
                run.started(Events.started(directory));
                Duration took = Duration.ofNanos(System.nanoTime() - from);
                soonest = took.compareTo(soonest) < 0 ? took : soonest;
                run.closed();
            }
            assertThat(soonest).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void itLingersUntilItIsInterrupted() throws Exception {
        MetricsRun run = monitored(options(0, Duration.ofMinutes(10)));
        run.started(Events.started(directory));
        Thread end = new Thread(run::closed);
        end.start();
        end.join(300);
        assertThat(Web.body(url())).contains("vae_run_state");

        end.interrupt();
        end.join(MUCH_LESS_THAN_IT_LINGERS.toMillis());

        assertThat(end.isAlive()).isFalse();
        assertThatThrownBy(() -> Web.body(url())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void lingeringEndsAtOnceWhenTheRunIsAskedToStop() throws Exception {
        MetricsRun run = monitored(options(0, Duration.ofMinutes(10)));
        run.started(Events.started(directory));
        Thread end = new Thread(run::closed);
        end.start();
        end.join(300);
        assertThat(Web.body(url())).contains("vae_run_state");

        stop.make();
        end.join(MUCH_LESS_THAN_IT_LINGERS.toMillis());

        assertThat(end.isAlive()).isFalse();
    }

    @Test
    void aRunThatWasAskedToStopDoesNotLinger() {
        MetricsRun run = monitored(options(0, Duration.ofMinutes(10)));
        run.started(Events.started(directory));
        stop.make();
        assertTimeoutPreemptively(MUCH_LESS_THAN_IT_LINGERS, run::closed);
    }

    @Test
    void aRunGoesOnWhereMonitoringFails() {
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory.resolve("missing")));
        run.stepFinished(Events.step(0, 1, 1));
        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        run.closed();
        assertThat(directory).isEmptyDirectory();
        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith("monitoring of this run failed, the run continues: metrics.json: ");
    }

    @Test
    void prometheusIsToldOfARunWhoseDirectoryTellsNothing() throws IOException {
        Files.createDirectories(directory.resolve("metrics.json/in the way"));
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        assertThat(runs.resolve(".prometheus/digits-fixed.20261122-160000-ab1z.json"))
                .exists();
        run.closed();
    }

    @Test
    void anotherKindOfFailureIsAnotherWarning() throws IOException {
        own = Set.of(registry -> {
            throw new IllegalStateException("a gauge of mine");
        });
        Files.createDirectories(directory.resolve("metrics.json/in the way"));
        Files.createFile(runs.resolve(".prometheus"));
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.closed();
        assertThat(logged())
                .hasSize(3)
                .anyMatch(said -> said.contains("a gauge of mine"))
                .anyMatch(said -> said.contains("metrics.json"))
                .anyMatch(said -> said.contains("target file"));
    }

    @Test
    void whatCannotBeIsRefusedBeforeTheRun() {
        assertThatThrownBy(() -> monitored(options(70_000, Duration.ZERO)))
                .isInstanceOf(InvalidMonitoringException.class)
                .hasMessage("the metrics port must be from 0 to 65535, got 70000");
    }

    @Test
    void metersOfAUserHaveTheLabelsOfTheRun() throws IOException {
        own = Set.of(registry -> Gauge.builder("own.one", () -> 1).register(registry));
        OwnMeter part = new OwnMeter();
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(
                directory,
                new ExperimentPlan.PlannedPart("listener", RunListener.class, "annotation", Map.of(), part)));
        part.stepFinished(Events.step(0, 11.5, 1));

        assertThat(Web.body(url()).lines())
                .contains(
                        "own_one{experiment=\"digits-fixed\",run=\"20261122-160000-ab1z\"} 1.0",
                        "own_steps_total{experiment=\"digits-fixed\",run=\"20261122-160000-ab1z\"} 1.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\",experiment=\"digits-fixed\""))
                .anyMatch(line -> line.startsWith("process_resident_memory_bytes{experiment=\"digits-fixed\",run="));
        run.closed();
    }

    @Test
    void readinessFallsWithACheckpointAndComesBackWithTheNext() throws IOException {
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        String ready = url().replace("/metrics", "/-/ready");
        assertThat(Web.body(ready)).isEqualTo("ready\n");
        run.checkpointFailed(new CheckpointFailed(10, "No space left on device"));
        assertThat(Web.request("GET", ready, "").statusCode()).isEqualTo(503);
        assertThat(Web.body(ready))
                .isEqualTo("the checkpoint of step 10 could not be written: No space left on device\n");
        run.checkpointSaved(new CheckpointSaved(20, CheckpointSaved.Reason.INTERVAL, 1, 1, Instant.now()));
        assertThat(Web.request("GET", ready, "").statusCode()).isEqualTo(200);
        run.closed();
    }

    @Test
    void aTargetFileTellsPrometheusOfTheRunWhileItLives() throws IOException {
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        Path file = runs.resolve(".prometheus/digits-fixed.20261122-160000-ab1z.json");
        assertThat(Files.readString(file))
                .contains(
                        "\"targets\" : [ \"" + url().replaceAll("http://|/metrics", "") + "\" ]",
                        "\"experiment\" : \"digits-fixed\"",
                        "\"run\" : \"20261122-160000-ab1z\"");
        run.closed();
        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void nothingOfARunIsLeftOnceItIsClosed() {
        Set<String> before = threads();
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.stepFinished(Events.step(0, 11.5, 1));
        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        run.closed();
        for (int wait = 0; wait < 600 && !before.containsAll(threads()); wait++) {
            sleep();
        }
        assertThat(threads()).isSubsetOf(before);
    }

    @Test
    void noMeterIsLeftOnceARunIsClosed() {
        AtomicReference<MeterRegistry> registry = new AtomicReference<>();
        own = Set.of(registry::set);
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.stepFinished(Events.step(0, 11.5, 1));
        PrometheusMeterRegistry ofTheRun = (PrometheusMeterRegistry) Objects.requireNonNull(registry.get());
        assertThat(ofTheRun.scrape()).contains("vae_loss{", "vae_step_seconds_count{", "jvm_memory_used_bytes{");

        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        run.closed();

        assertThat(ofTheRun.getMeters()).isEmpty();
        assertThat(ofTheRun.scrape()).isEmpty();
    }

    /** What the system says to whoever asks for a port that is taken, in its language. */
    private static String wordsFor(ServerSocket busy) throws IOException {
        try (ServerSocket second = new ServerSocket(busy.getLocalPort(), 1, busy.getInetAddress())) {
            throw new AssertionError(second + " must be taken");
        } catch (BindException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("metrics-"))
                .map(thread -> thread.getName() + thread.getId())
                .collect(Collectors.toSet());
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A listener of a user that counts for itself. */
    private static final class OwnMeter implements RunListener, MeterBinder {
        private @Nullable Counter steps;

        @Override
        public void bindTo(MeterRegistry registry) {
            steps = registry.counter("own.steps");
        }

        @Override
        public void stepFinished(StepFinished event) {
            Objects.requireNonNull(steps).increment();
        }
    }

    @Test
    void aMeterThatFailsAtEveryStepIsOneWarning() {
        MetricsRun run = monitored(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.stepFinished(Events.step(0, 1, 1, 1));
        run.stepFinished(Events.step(1, 1, 1));
        run.stepFinished(Events.step(2, 1, 1));
        run.closed();
        assertThat(logged()).singleElement().asString().startsWith("monitoring of this run failed");
    }

    private MetricsRun monitored(RunOptions options) {
        return new MetricsRun(options, stop, Clock.systemUTC(), new LocalDisk(), Invocation.PLAIN, own);
    }

    private List<String> logged() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String url() throws IOException {
        return Files.readString(directory.resolve("metrics.json")).replaceAll("(?s).*\"url\" : \"(.*?)\".*", "$1");
    }

    private RunOptions options(int port, Duration linger) {
        return new RunOptions(
                EngineName.MXNET, "auto", runs, Monitoring.onPort(port).lingering(linger));
    }
}
