package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.PretrainAutoencoder;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.feedback.KlTarget;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of 30 steps in three epochs, of which the first trains an autoencoder: its decoder is renewed once, before step 11. */
class ProcedureSurvivalTest {

    @TempDir
    Path runs;

    @Experiment(name = "pretrained", epochs = 3, batchSize = 16, seed = 2)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5, keep = 100)
    @KlTarget(nats = 2)
    @PretrainAutoencoder(epochs = 1)
    @ExponentialMovingAverage(decay = 0.9)
    @Poisoned(times = 0)
    static final class Pretrained {}

    /** A learning rate of 0. */
    @Part(Resting.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Resting {

        final class Factory implements PartFactory<Resting, ScheduledRate> {
            @Override
            public ScheduledRate create(Resting annotation, Facts facts) {
                return step -> 0;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDecoderIsRenewedOnceAndTheEncoderNever(EngineName engine) throws IOException {
        List<float[]> decoded = new ArrayList<>();
        List<float[]> encoded = new ArrayList<>();
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(
                here.plan(Pretrained.class, List.of("resting"), "experiment.epochs=4", "pretrainAutoencoder.epochs=2"),
                stop -> new RunListener() {
                    @Override
                    public void epochFinished(EpochFinished event) {
                        decoded.add(event.model().decode(new float[] {1, -1, 0.5F}));
                        encoded.add(event.model()
                                .encode(new float[] {1, 2, 3, 4, 5})
                                .means());
                    }
                });

        // Averages of equal weights differ by their rounding.
        assertThat(encoded).allSatisfy(means -> assertThat(means).containsExactly(encoded.get(0), within(1e-5F)));
        assertThat(decoded.get(1)).containsExactly(decoded.get(0), within(1e-5F));
        assertThat(Math.abs(decoded.get(2)[0] - decoded.get(0)[0])).isGreaterThan(1e-3F);
        assertThat(decoded.get(3)).containsExactly(decoded.get(2), within(1e-5F));
        Map<String, Tensor> parameters = RunsHere.snapshot(report).parameters();
        assertThat(parameters)
                .as("averages of the weights since the new decoder")
                .allSatisfy((name, tensor) -> assertThat(parameters
                                .getOrDefault("average/" + name, tensor)
                                .values())
                        .containsExactly(tensor.values(), within(1e-5F)));
    }

    @ParameterizedTest
    @EnumSource
    void theNewDecoderBeginsWithoutMomentsAndTheAverageBeginsAnew(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(Pretrained.class), stop -> new StopAfter(11, stop));

        Snapshot snapshot = RunsHere.snapshot(report);
        assertThat(snapshot.state().at("/optimizer/encoder.0.weight").doubleValue())
                .isEqualTo(11);
        assertThat(snapshot.state().at("/optimizer/decoder.0.weight").doubleValue())
                .isEqualTo(1);
        for (String path : List.of("decoder.0.weight", "encoder.0.weight")) {
            assertThat(values(snapshot, "average/" + path)).containsExactly(values(snapshot, path), within(1e-5F));
        }
    }

    private static float[] values(Snapshot snapshot, String path) {
        return Objects.requireNonNull(snapshot.parameters().get(path)).values();
    }

    @Test
    void onlyReconstructionCountsMeanwhileAndTheStrategyRests() {
        List<StepFinished> steps = new ArrayList<>();
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        here.run(here.plan(Pretrained.class), stop -> new RunListener() {
            @Override
            public void stepFinished(StepFinished event) {
                steps.add(event);
            }
        });

        assertThat(steps).hasSize(30).allSatisfy(step -> {
            boolean alone = step.step() < 10;
            assertThat(step.readings().contributions().orElseThrow().divergence() == 0)
                    .isEqualTo(alone);
            assertThat(step.prices().divergence().weight() == 0).isEqualTo(alone);
            assertThat(step.prices().others().containsKey("poison")).isEqualTo(alone);
        });
        assertThat(steps.subList(0, 11))
                .allSatisfy(step ->
                        assertThat(step.strategy()).isEqualTo(steps.get(0).strategy()));
        assertThat(steps.get(12).strategy()).isNotEqualTo(steps.get(0).strategy());
        assertThat(steps.get(0).procedure()).containsEntry("pretraining", 1.0);
        assertThat(steps.get(12).procedure()).containsEntry("pretraining", 0.0);
    }

    @ParameterizedTest
    @CsvSource({"PYTORCH, 9", "PYTORCH, 10", "PYTORCH, 11", "MXNET, 10", "MXNET, 11"})
    void aRunThatIsInterruptedAroundTheNewDecoderEndsAsIfItHadNotBeen(EngineName engine, long steps)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(Pretrained.class);
        Path interrupted = here.run(plan, stop -> new StopAfter(steps, stop)).directory();
        here.resume(plan, interrupted);

        Remains.areEqual(interrupted, here.run(plan).directory());
    }

    /** The checkpoint of 10 steps is from before the new decoder, that of 20 from after it. */
    @ParameterizedTest
    @CsvSource({"13, 10", "23, 20"})
    void aRollbackRenewsTheDecoderAgainIfItGoesBackToBeforeIt(int poisoned, long back) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport rolledBack = here.run(here.plan(Pretrained.class, "poisoned.at=" + poisoned, "poisoned.times=1"));
        ExperimentPlan sound = here.plan(Pretrained.class);
        Path resumed = here.run(sound, stop -> new StopAfter(back, stop)).directory();
        Remains.rewriteNewest(resumed, snapshot -> {
            ObjectNode state = snapshot.state().deepCopy();
            return new Snapshot(
                    snapshot.parameters(), snapshot.optimizer(), snapshot.critics(), state.put("rollbacks", 1));
        });
        here.resume(sound, resumed);

        assertThat(rolledBack.directory().resolve("log.txt"))
                .content()
                .contains("returned from " + (poisoned - 1) + " to " + back + " steps");
        Remains.areEqual(resumed, rolledBack.directory());
    }
}
