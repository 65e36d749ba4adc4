package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.local.internal.files.RunFiles;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Verdict;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.stopping.StopOnCollapse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Latents that are ignored, on data for which that is the optimum from beta 8 on: twice the largest eigenvalue. */
class CollapseTest {

    private static final Setting NO_RATE = new Setting("constantLearningRate.rate", "1e-9", "test");

    @TempDir
    Path runs;

    @Experiment(name = "toy", epochs = 36, batchSize = 64, seed = 7)
    @GaussianData(
            eigenvalues = {4, 2, 1, 0.5, 0.25},
            examples = 1024)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 1e-2)
    @FixedBeta
    static final class Toy {}

    @Test
    void aBetaThatMakesLatentsWorthlessEndsTheRunAndSaysSo() {
        RunReport report = run(50, List.of("stopOnCollapse"));

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.epochs()).isEqualTo(33);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("beta is too high for these data: the latents save ")
                .contains("at beta 50")
                .contains("a linear model ignores its latents from beta 8.000 on; lower beta")
                .doesNotContain("collapsed");
        assertThat(found(report)).containsExactly("betaAboveSpectrum");
    }

    @Test
    void aModelThatLearnsNothingWarnsOnceInEveryPlaceAndReportsItAtItsEnd() throws IOException {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RunFiles.class);
        logger.addAppender(logged);
        RunReport report;
        try {
            report = run(1, List.of(), NO_RATE);
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(warning -> warning.startsWith("the posterior collapsed: "))
                .hasSize(1);
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.epochs()).isEqualTo(36);
        assertThat(report.reason()).get().asString().startsWith("the posterior collapsed: the latents save ");
        assertThat(found(report)).contains("collapsed", "farFromLinear");
        assertThat(report.directory().resolve("log.txt"))
                .content()
                .containsOnlyOnce(" warning: the posterior collapsed: ")
                .containsOnlyOnce(": the posterior collapsed: the latents save " + saved(report));
        assertThat(warnings(report)).singleElement().asString().startsWith("the posterior collapsed: ");
    }

    @Test
    void anotherRuleThatEndsTheRunDoesNotHideTheCollapse() {
        RunReport report = run(
                1,
                List.of("stopEarly"),
                NO_RATE,
                new Setting("stopEarly.minDelta", "100", "test"),
                new Setting("stopEarly.patience", "34", "test"));

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.reason())
                .get()
                .asString()
                .startsWith("the ELBO on validation has not risen")
                .contains("; the posterior collapsed: ");
    }

    @ParameterizedTest
    @CsvSource({"stopOnCollapse, stopOnCollapse.epochs=2", "stopEarly, stopEarly.patience=36"})
    void aBetaOfOneCollapsesNothing(String rule, String setting) {
        RunReport report = run(1, List.of(rule), setting(setting));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.reason()).isEmpty();
        assertThat(found(report)).isEmpty();
        assertThat(report.directory().resolve("log.txt")).content().doesNotContain("collapse");
    }

    /** The step after the last one would begin another cycle. Beta is final from step 58 on, in the fourth epoch. */
    @ParameterizedTest
    @CsvSource({"stopOnCollapse, stopOnCollapse.epochs=2", "stopEarly, stopEarly.patience=31"})
    void aCycleThatDividesTheRunIsJudgedByTheLastStepTaken(String rule, String setting) {
        RunReport report = run(
                1,
                List.of("cyclicalAnnealing", rule),
                NO_RATE,
                new Setting("cyclicalAnnealing.cycles", "1", "test"),
                new Setting("cyclicalAnnealing.ramp", "0.1", "test"),
                setting(setting));

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.epochs()).isEqualTo(36);
    }

    /** Standardized as a whole, which leaves its spectrum as it is. */
    @Experiment(name = "tiny", epochs = 36, batchSize = 64, seed = 7)
    @GaussianData(
            eigenvalues = {4e-8, 2e-8, 1e-8, 0.5e-8, 0.25e-8},
            examples = 1024)
    @Standardize(per = Standardize.Per.DATASET)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 1e-2)
    @FixedBeta(beta = 0.5)
    @StopOnCollapse(epochs = 1)
    static final class Tiny {}

    @Test
    void dataOfTinyScaleThatTrainWellRaiseNoAlarm() throws IOException {
        RunReport report = run(Tiny.class);

        assertThat(report.train().orElseThrow().sourceUnits().orElseThrow().squaredError())
                .as("the variance of the data is 7.75e-8")
                .isLessThan(0.3 * 7.75e-8);
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.verdicts())
                .filteredOn(verdict -> verdict.kind() == Verdict.Kind.COLLAPSED)
                .extracting(Verdict::holds)
                .containsExactly(Optional.of(false));
        assertThat(found(report)).isEmpty();
        assertThat(warnings(report)).isEmpty();
    }

    /** A batch an epoch, so that many epochs pass before a model has learned anything. */
    @Experiment(name = "few", epochs = 700, batchSize = 64, seed = 7)
    @GaussianData(
            eigenvalues = {4, 2, 1, 0.5, 0.25},
            examples = 60)
    @LinearVae(latent = 5)
    @ConstantLearningRate(rate = 5e-3)
    @FixedBeta(beta = 1)
    @StopOnCollapse(epochs = 1)
    static final class Few {}

    @ParameterizedTest
    @CsvSource({"400, ", "700, false"})
    void epochsOfOneBatchAreNotJudgedBeforeTheModelHasLearned(int epochs, Boolean holds) throws IOException {
        RunReport report = run(Few.class, new Setting("experiment.epochs", String.valueOf(epochs), "test"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(epochs);
        assertThat(report.verdicts().get(0).holds()).isEqualTo(Optional.ofNullable(holds));
        assertThat(warnings(report)).isEmpty();
        assertThat(report.train().orElseThrow().activeUnits()).isGreaterThan(2);
    }

    private static Setting setting(String text) {
        String[] keyAndValue = text.split("=", 2);
        return new Setting(keyAndValue[0], keyAndValue[1], "test");
    }

    private static List<String> found(RunReport report) {
        return report.verdicts().stream()
                .filter(Verdict::isFound)
                .map(verdict -> verdict.kind().id())
                .toList();
    }

    private static String saved(RunReport report) {
        String[] words = report.reason().orElseThrow().split("the latents save ", 2);
        return words[1].substring(0, words[1].indexOf(','));
    }

    private static List<String> warnings(RunReport report) throws IOException {
        List<String> warnings = new ArrayList<>();
        new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile())
                .get("warnings")
                .forEach(warning -> warnings.add(warning.textValue()));
        return warnings;
    }

    private RunReport run(Class<?> experiment, Setting... settings) {
        return Equipoise.run(
                experiment,
                new Overrides(List.of(settings), List.of(), Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
    }

    private RunReport run(double beta, List<String> with, Setting... more) {
        List<Setting> settings = new ArrayList<>(List.of(more));
        if (!with.contains("cyclicalAnnealing")) {
            settings.add(new Setting("fixedBeta.beta", String.valueOf(beta), "test"));
        }
        return Equipoise.run(
                Toy.class,
                new Overrides(settings, with, Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
    }
}
