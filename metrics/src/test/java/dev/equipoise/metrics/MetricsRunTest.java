package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.engine.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class MetricsRunTest {

    @TempDir
    private Path directory;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.equipoise.metrics");

    @BeforeEach
    void listenToTheLog() {
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
                    module.configureRun(binder);
                })
                .getInstance(Key.get(new TypeLiteral<Set<RunListener>>() {}));
        assertThat(listeners).singleElement().isInstanceOf(MetricsRun.class);
    }

    @Test
    void theRunsDirectoryTellsWhereTheMetersAreUntilItIsClosed() throws IOException {
        MetricsRun run = new MetricsRun(options(0, Duration.ZERO));
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
    void aBusyPortIsReplacedAndTheRealOneWritten() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MetricsRun run = new MetricsRun(options(busy.getLocalPort(), Duration.ZERO));
            run.started(Events.started(directory));
            assertThat(url()).doesNotContain(":" + busy.getLocalPort() + "/");
            assertThat(Web.body(url())).contains("state=\"running\"} 1.0");
            assertThat(warnings())
                    .containsExactly("port " + busy.getLocalPort() + " is not free: the meters are served at " + url());
            run.closed();
        }
    }

    @Test
    void itLingersUntilItIsInterrupted() throws Exception {
        MetricsRun run = new MetricsRun(options(0, Duration.ofMinutes(10)));
        run.started(Events.started(directory));
        Thread end = new Thread(run::closed);
        end.start();
        end.join(300);
        assertThat(Web.body(url())).contains("vae_run_state");

        end.interrupt();
        end.join(5000);

        assertThat(end.isAlive()).isFalse();
        assertThatThrownBy(() -> Web.body(url())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aRunGoesOnWhereMonitoringFails() {
        MetricsRun run = new MetricsRun(options(70_000, Duration.ofMinutes(10)));
        run.started(Events.started(directory.resolve("missing")));
        run.stepFinished(Events.step(0, 1, 1));
        run.finished(Events.finished(RunStatus.COMPLETED, directory));
        run.closed();
        assertThat(directory).isEmptyDirectory();
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("monitoring of this run failed, the run goes on:")
                .contains("the metrics port must be from 0 to 65535, got 70000");
    }

    @Test
    void aMeterThatFailsAtEveryStepIsOneWarning() {
        MetricsRun run = new MetricsRun(options(0, Duration.ZERO));
        run.started(Events.started(directory));
        run.stepFinished(Events.step(0, 1, 1, 1));
        run.stepFinished(Events.step(1, 1, 1));
        run.stepFinished(Events.step(2, 1, 1));
        run.closed();
        assertThat(warnings()).singleElement().asString().startsWith("monitoring of this run failed");
    }

    private List<String> warnings() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String url() throws IOException {
        return Files.readString(directory.resolve("metrics.json")).replaceAll("(?s).*\"url\" : \"(.*?)\".*", "$1");
    }

    private RunOptions options(int port, Duration linger) {
        return new RunOptions(EngineName.MXNET, "auto", directory, port, linger);
    }
}
