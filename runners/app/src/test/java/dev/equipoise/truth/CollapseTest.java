package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Posterior collapse on data for which it is the optimum from beta 8 on: twice the largest eigenvalue. */
class CollapseTest {

    @TempDir
    Path runs;

    @Experiment(name = "toy", epochs = 12, batchSize = 64, seed = 7)
    @GaussianData(
            eigenvalues = {4, 2, 1, 0.5, 0.25},
            examples = 1024)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 1e-2)
    @FixedBeta
    static final class Toy {}

    @Test
    void aBetaOfFiftyEndsTheRunAsCollapsedAndSaysWhatToTry() {
        RunReport report = run(50, List.of("stopOnCollapse"));

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.epochs()).isBetween(2, 11);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("posterior collapse: ")
                .contains(" of 5 latents are active on validation, with 0.")
                .contains("for 2 epochs in a row")
                .contains("try a lower beta");
    }

    @Test
    void aRunThatWasNotAskedToStopWarnsOnceAndTellsItAtItsEnd() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.equipoise.local.loop");
        logger.addAppender(logged);
        RunReport report;
        try {
            report = run(50, List.of());
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(warning -> warning.startsWith("the posterior collapsed: "))
                .hasSize(1);
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.epochs()).isEqualTo(12);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("the posterior collapsed: 0 of 5 latents are active on validation, with 0.")
                .contains("try a lower beta");
        assertThat(report.directory().resolve("log.txt")).content().containsOnlyOnce("the posterior collapsed: ");
    }

    @Test
    void anotherRuleThatEndsTheRunDoesNotHideTheCollapse() {
        RunReport report = run(50, List.of("stopEarly"), new Setting("stopEarly.minDelta", "100", "test"));

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("elboOptimalVariance on validation has not risen")
                .contains("; the posterior collapsed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopOnCollapse", "stopEarly"})
    void aBetaOfOneCollapsesNothing(String rule) {
        RunReport report = run(1, List.of(rule), new Setting("experiment.epochs", "11", "test"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.reason()).isEmpty();
        assertThat(report.directory().resolve("log.txt")).content().doesNotContain("collapse");
    }

    private RunReport run(double beta, List<String> with, Setting... more) {
        List<Setting> settings = new ArrayList<>(List.of(more));
        settings.add(new Setting("fixedBeta.beta", String.valueOf(beta), "test"));
        return Equipoise.run(
                Toy.class,
                new Overrides(settings, with, Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
    }
}
