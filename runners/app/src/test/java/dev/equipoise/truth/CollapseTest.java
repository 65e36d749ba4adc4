package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Equipoise;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void aBetaOfOneDoesNot() {
        RunReport report = run(1, List.of("stopOnCollapse"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.reason()).isEmpty();
    }

    private RunReport run(double beta, List<String> with) {
        return Equipoise.run(
                Toy.class,
                new Overrides(
                        List.of(new Setting("fixedBeta.beta", String.valueOf(beta), "test")), with, Set.of(), false),
                new RunOptions(EngineName.PYTORCH, "cpu", runs, 0, Duration.ZERO));
    }
}
