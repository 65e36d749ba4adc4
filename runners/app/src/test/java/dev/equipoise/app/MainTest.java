package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.internal.rehearsal.Rehearsal;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.LossesModule;
import dev.equipoise.model.LinearVae;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.Invocation;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The whole application as it is assembled for users, short of training. */
class MainTest {

    private final FakeTerminal terminal = new FakeTerminal();

    /** Takes a default in every role but one. */
    @Experiment(name = "main-test", epochs = 3)
    @GaussianData(eigenvalues = {4, 2, 1})
    @LinearVae(latent = 2)
    static final class MainTestExperiment {}

    private int run(String... arguments) {
        return Main.run(terminal.plain(), arguments);
    }

    @Test
    void experimentsAreDiscovered() {
        assertThat(run("list")).isZero();
        assertThat(terminal.out()).contains("main-test").contains("@GaussianData @LinearVae");
    }

    @Test
    void anExperimentIsDescribedWithItsOverrides() {
        assertThat(run("describe", "main-test", "--set", "experiment.epochs=5", "--seed", "11"))
                .isZero();
        assertThat(terminal.out())
                .containsPattern("experiment.epochs +5 +epochs +--set")
                .containsPattern("experiment.seed +11 +--seed")
                .containsPattern("linearVae.latent +2 ")
                .contains("SSE/2 + beta·KL");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThat(run("describe", "main-test", "--set", "experiment.epochs=0", "--set", "linearVae.lantent=3"))
                .isEqualTo(64);
        assertThat(terminal.err()).contains("experiment.epochs").contains("linearVae.latent");
    }

    @Test
    void aClassPathThatIsNotThereIsAnError() {
        assertThat(run("list", "--classpath", "/no/such.jar")).isEqualTo(64);
        assertThat(terminal.err()).contains("/no/such.jar").doesNotContain("\tat ");
    }

    /** A jar that was put together from several, whose list of modules is that of one alone. */
    @Test
    void aMergedJarThatHasLostModulesNamesThem(@TempDir Path folder) throws IOException {
        String list = "META-INF/services/" + EquipoiseModule.class.getName();
        URL lossesAlone = Files.writeString(folder.resolve("list"), LossesModule.class.getName())
                .toUri()
                .toURL();
        ClassLoader merged = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return name.equals(list) ? Collections.enumeration(List.of(lossesAlone)) : super.getResources(name);
            }
        };

        assertThatThrownBy(() -> Application.injector(merged, terminal.plain(), Invocation.PLAIN))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("CoreModule, SchedulesModule, LocalModule, MetricsModule are missing")
                .hasMessageContaining("ServicesResourceTransformer");
    }

    @Test
    void aMissingValueOfClasspathIsWrongUsage() {
        assertThat(run("list", "--classpath")).isEqualTo(2);
    }

    @Test
    void aRehearsalLoadsTheDataAndBuildsTheModel() {
        assertThat(run("run", "main-test", "--dry-run", "--device", "cpu")).isZero();
        assertThat(terminal.out()).contains("data loaded: ").contains("model built on MXNet, cpu (asked for): ");
    }

    @Test
    void aRehearsalTellsWhatOnlyTheLoadedDataShows() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Rehearsal.class);
        logger.addAppender(logged);
        try {
            assertThat(run(
                            "run",
                            "main-test",
                            "--dry-run",
                            "--device",
                            "cpu",
                            "--with",
                            "klTarget",
                            "--set",
                            "klTarget.nats=900"))
                    .isZero();
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(warning ->
                        warning.startsWith("klTarget.nats asks for 900.0 nats, more than the data can carry"));
    }
}
