package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.FreeBits;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.LinearAnnealing;
import dev.equipoise.schedules.MultiRate;
import dev.equipoise.schedules.feedback.KlTarget;
import dev.equipoise.schedules.feedback.PlateauLearningRate;
import dev.equipoise.schedules.feedback.SigmaVae;
import dev.equipoise.stopping.StopEarly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that was interrupted and resumed leaves what the uninterrupted one leaves, to the last bit: parameters, moments,
 * states, every row of its metrics, its summary. Each run has three epochs of ten steps.
 */
class ExactResumeTest {

    @TempDir
    Path runs;

    @Experiment(name = "steered", epochs = 3, batchSize = 16, seed = 11)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @KlTarget(nats = 2)
    @PlateauLearningRate(rate = 1e-2, patience = 1, threshold = 1000)
    static final class Steered {}

    @Experiment(name = "learned", epochs = 3, batchSize = 16, seed = 12)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @SigmaVae(kind = SigmaVae.Kind.SHARED)
    @StopEarly(patience = 100, minDelta = 1e9)
    static final class Learned {}

    @Experiment(name = "free", epochs = 3, batchSize = 16, seed = 13)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @FreeBits(nats = 0.5)
    @LinearAnnealing(beta = 2, steps = 20)
    static final class Free {}

    @Experiment(name = "criticised", epochs = 3, batchSize = 16, seed = 14)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @FactorVae(
            gamma = 2,
            hidden = {8})
    static final class Criticised {}

    /** Its data hardly vary, so that ignoring the latents is the optimum: found after 500 steps. */
    @Experiment(name = "collapsed", epochs = 52, batchSize = 16, seed = 15)
    @GaussianData(
            eigenvalues = {0.01, 0.01},
            examples = 150)
    @LinearVae(latent = 3)
    static final class Collapsed {}

    @Experiment(name = "many-betas-resumed", epochs = 3, batchSize = 16, seed = 17)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3,
            dropout = 0.1)
    @MultiRate
    static final class ManyBetas {}

    @Experiment(name = "in-turns", epochs = 3, batchSize = 16, seed = 16)
    @GaussianData(examples = 150)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @InTurns
    static final class Turning {}

    @ParameterizedTest(name = "{0}, after {1} steps")
    @CsvSource({"MXNET, 1", "MXNET, 10", "MXNET, 14 23", "PYTORCH, 7", "PYTORCH, 10", "PYTORCH, 30"})
    void aSteeredRunThatIsInterruptedEndsAsIfItHadNotBeen(EngineName engine, String stops) throws IOException {
        Path run = interruptedEndsAsUninterrupted(Steered.class, engine, stops);

        assertThat(run.resolve("metrics.csv"))
                .content()
                .as("a validation loss, at prices from before the interruption")
                .doesNotContainPattern("epoch,validation,[0-9]+,[0-9]+,,");
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 13", "PYTORCH, 13"})
    void aLearnedVarianceAndAStoppingRuleGoOnWhereTheyWere(EngineName engine, String stops) throws IOException {
        interruptedEndsAsUninterrupted(Learned.class, engine, stops);
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 20", "PYTORCH, 20"})
    void aRampUnderFreeBitsGoesOnWhereItWas(EngineName engine, String stops) throws IOException {
        interruptedEndsAsUninterrupted(Free.class, engine, stops);
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 13 20", "PYTORCH, 13 20"})
    void theBetasOfExamplesGoOnWhereTheyWere(EngineName engine, String stops) throws IOException {
        interruptedEndsAsUninterrupted(ManyBetas.class, engine, stops);
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 13 20", "PYTORCH, 13 20"})
    void aCriticGoesOnWhereItWas(EngineName engine, String stops) throws IOException {
        Path run = interruptedEndsAsUninterrupted(Criticised.class, engine, stops);

        assertThat(Remains.of(run).get("critics.bin")).hasSize(4 * (3 * 8 + 8 + 8 + 1));
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 508", "PYTORCH, 13 508"})
    void theCollapsedEpochsBeforeAnInterruptionCount(EngineName engine, String stops) throws IOException {
        Path run = interruptedEndsAsUninterrupted(Collapsed.class, engine, stops);

        assertThat(run.resolve("summary.json")).content().contains("beta is too high for these data");
    }

    @ParameterizedTest
    @CsvSource({"MXNET, 13", "PYTORCH, 13"})
    void aProcedureGoesOnWhereItWas(EngineName engine, String stops) throws IOException {
        interruptedEndsAsUninterrupted(Turning.class, engine, stops);
    }

    /** Clocks of files too: each checkpoint is given another time before the resume. */
    @ParameterizedTest
    @EnumSource
    void aClockThatJumpsByAYearMovesNothingButTimes(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs.resolve("steady"));
        JumpingClock clock = new JumpingClock();
        RunsHere jumping = new RunsHere(engine, runs.resolve("jumping"), clock);
        ExperimentPlan plan = here.plan(Steered.class);
        Path steady = here.run(plan).directory();

        Path undisturbed = jumping.run(plan).directory();
        Path interrupted = jumping.run(plan, stop -> new StopAfter(14, stop)).directory();
        for (String checkpoint : Remains.checkpoints(interrupted)) {
            Path place = interrupted.resolve("checkpoints").resolve(checkpoint);
            Files.setLastModifiedTime(place, FileTime.from(clock.instant()));
        }
        jumping.resume(plan, interrupted);

        Remains.areEqual(undisturbed, steady);
        assertThat(Remains.checkpoints(undisturbed)).isEqualTo(Remains.checkpoints(steady));
        Remains.areEqual(interrupted, steady);
    }

    private Path interruptedEndsAsUninterrupted(Class<?> experiment, EngineName engine, String stops)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(experiment);
        RunReport uninterrupted = here.run(plan);
        List<Long> places =
                List.of(stops.split(" ")).stream().map(Long::valueOf).toList();

        RunReport interrupted = here.run(plan, stop -> new StopAfter(places.get(0), stop));
        for (int i = 0; i < places.size(); i++) {
            assertThat(interrupted.status()).isEqualTo(RunStatus.TERMINATED);
            assertThat(interrupted.exitCode()).isEqualTo(143);
            assertThat(interrupted.steps()).isEqualTo(places.get(i));
            assertThat(interrupted.epochs())
                    .as("those of ten steps that were evaluated before the last step")
                    .isEqualTo((int) (places.get(i) - 1) / 10);
            assertThat(Remains.newest(interrupted.directory()))
                    .as("a checkpoint of the step that was the last")
                    .hasFileName(String.format(Locale.ROOT, "step-%010d", places.get(i)));
            long next = i + 1 < places.size() ? places.get(i + 1) : Long.MAX_VALUE;
            interrupted = here.resume(plan, interrupted.directory(), stop -> new StopAfter(next, stop));
        }

        assertThat(interrupted.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(interrupted.steps()).isEqualTo(uninterrupted.steps());
        Remains.areEqual(interrupted.directory(), uninterrupted.directory());
        assertThat(Remains.of(interrupted.directory()).get("metrics.csv"))
                .hasSize((int) (1 + interrupted.steps() / 10 + interrupted.epochs() * 2));
        return interrupted.directory();
    }
}
