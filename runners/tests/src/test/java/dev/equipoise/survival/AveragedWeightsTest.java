package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.Equipoise;
import dev.equipoise.app.RunsHere;
import dev.equipoise.app.internal.findlr.LossCurve;
import dev.equipoise.app.internal.findlr.RangeTestPlan;
import dev.equipoise.app.internal.findlr.RateSweep;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Normalization;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of 30 steps in 3 epochs that keep an average of their weights, and of their running statistics. */
class AveragedWeightsTest {

    private static final double DECAY = 0.9;
    private static final String AVERAGE = "average/";
    private static final float[] ROWS = {0.5f, -0.25f, 0.125f, 1, 0, -1};
    private static final AtomicReference<Runnable> TROUBLE = new AtomicReference<>();

    @TempDir
    Path runs;

    /** Squared error whose evaluations meet what a test puts in their way. */
    @Part(Troubled.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Troubled {

        record Term(int batchSize, SquaredError.Term error) implements Reconstruction {

            @Override
            public List<Measure> measures() {
                return error.measures();
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                if (batch.data().getShape().get(0) != batchSize) {
                    Runnable trouble = TROUBLE.getAndSet(null);
                    if (trouble != null) {
                        trouble.run();
                    }
                }
                return error.measure(batch, output);
            }

            @Override
            public NDArray prediction(NDArray decoded, Constants constants) {
                return decoded;
            }

            @Override
            public OptionalDouble decoderVariance(double beta) {
                return error.decoderVariance(beta);
            }
        }

        final class Factory implements PartFactory<Troubled, Reconstruction> {
            @Override
            public Reconstruction create(Troubled annotation, Facts facts) {
                return new Term(facts.batchSize(), new SquaredError.Term());
            }
        }
    }

    @Experiment(name = "plain-weights", epochs = 3, batchSize = 16, seed = 5)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 2,
            normalization = Normalization.BATCH)
    @Checkpoint(everySteps = 5)
    @Evaluation(draws = 2)
    @Troubled
    static final class Plain {}

    @Experiment(name = "averaged-weights", epochs = 3, batchSize = 16, seed = 5)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 2,
            normalization = Normalization.BATCH)
    @Checkpoint(everySteps = 5)
    @Evaluation(draws = 2)
    @ExponentialMovingAverage(decay = DECAY)
    @Troubled
    static final class Averaged {}

    @BeforeEach
    void noTrouble() {
        TROUBLE.set(null);
    }

    /** The parameters of a run that was asked to end after so many steps. */
    private static Map<String, Tensor> after(long steps, RunsHere here) throws IOException {
        return RunsHere.snapshot(here.run(here.plan(Averaged.class), stop -> new StopAfter(steps, stop)))
                .parameters();
    }

    @ParameterizedTest
    @EnumSource
    void theAverageIsThatOfEveryUpdateRecomputedInDoublePrecision(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int steps = 1; steps <= 5; steps++) {
            int t = steps;
            Map<String, Tensor> saved = after(t, here);
            Map<String, Tensor> weights = weights(saved);
            Map<String, Tensor> averages = averages(saved);

            assertThat(weights.keySet())
                    .contains("encoder.head.weight", "decoder.0.bias")
                    .anyMatch(path -> path.contains("running"));
            assertThat(averages).containsOnlyKeys(weights.keySet());
            weights.forEach((path, tensor) -> {
                double[] sum = sums.computeIfAbsent(path, p -> new double[tensor.values().length]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = DECAY * sum[i] + (1 - DECAY) * tensor.values()[i];
                    assertThat((double) averages.get(path).values()[i])
                            .as("%s[%d] after %d updates", path, i, t)
                            .isCloseTo(sum[i] / (1 - Math.pow(DECAY, t)), within(1e-6));
                }
            });
            if (t == 5) {
                assertThat(averages).isNotEqualTo(weights);
            }
        }
    }

    private static Map<String, Tensor> weights(Map<String, Tensor> saved) {
        return saved.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(AVERAGE))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static Map<String, Tensor> averages(Map<String, Tensor> saved) {
        return saved.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(AVERAGE))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(AVERAGE.length()),
                        Map.Entry::getValue,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static Snapshot with(Map<String, Tensor> parameters, Snapshot snapshot) {
        return new Snapshot(parameters, snapshot.optimizer(), snapshot.critics(), snapshot.state());
    }

    /** A run without an average is given the average of one with it, and only evaluates that. */
    @ParameterizedTest
    @EnumSource
    void evaluationsAreOfTheAverageAndTrainingOfThePlainWeights(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        List<SplitEvaluation> epochs = new ArrayList<>();
        RunReport averaged = here.run(here.plan(Averaged.class), stop -> new RunListener() {
            @Override
            public void epochFinished(EpochFinished event) {
                epochs.add(event.validation());
            }
        });
        RunReport plain = here.run(here.plan(Plain.class));
        Snapshot ofAveraged = RunsHere.snapshot(averaged);
        Snapshot ofPlain = RunsHere.snapshot(plain);

        assertThat(weights(ofAveraged.parameters())).isEqualTo(ofPlain.parameters());
        assertThat(ofAveraged.optimizer()).isEqualTo(ofPlain.optimizer());
        assertThat(averaged.trainingLoss()).isEqualTo(plain.trainingLoss());
        assertThat(averaged.train()).isNotEqualTo(plain.train());
        assertThat(averaged.validation()).isNotEqualTo(plain.validation());

        Remains.rewriteNewest(plain.directory(), snapshot -> with(averages(ofAveraged.parameters()), snapshot));
        RunReport judged = here.resume(here.plan(Plain.class), plain.directory());

        assertThat(averaged.train()).isPresent().isEqualTo(judged.train());
        assertThat(averaged.validation()).isPresent().isEqualTo(judged.validation());
        assertThat(epochs.get(2).mse())
                .as("the last epoch's, by which the best checkpoint is chosen")
                .isEqualTo(judged.validation().orElseThrow().mse());
    }

    @ParameterizedTest
    @EnumSource
    void theModelsForListenersForJavaAndForOthersHaveTheAverage(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        List<ModelView.Encoded> seen = new ArrayList<>();
        RunReport report = here.run(here.plan(Averaged.class), stop -> new RunListener() {
            @Override
            public void epochFinished(EpochFinished event) {
                seen.add(event.model().encode(ROWS));
            }
        });
        RunReport plain = here.run(here.plan(Plain.class));
        RunOptions options = new RunOptions(engine, "cpu", runs, Monitoring.onPort(0));
        Snapshot last = RunsHere.snapshot(report);

        try (TrainedModel model = Equipoise.load(Averaged.class, report.directory(), Which.LAST, options);
                TrainedModel ofPlain = Equipoise.load(Plain.class, plain.directory(), Which.LAST, options)) {
            assertThat(seen.get(2).means()).containsExactly(model.encode(ROWS).means());
            assertThat(seen.get(2).means()).isNotEqualTo(ofPlain.encode(ROWS).means());
        }
        Remains.rewriteNewest(plain.directory(), snapshot -> with(averages(last.parameters()), snapshot));
        try (TrainedModel ofAverages = Equipoise.load(Plain.class, plain.directory(), Which.LAST, options)) {
            assertThat(seen.get(2).means())
                    .containsExactly(ofAverages.encode(ROWS).means());
        }
        assertThat(exported(report.directory())).isEqualTo(exported(plain.directory()));
    }

    /** The bytes of the weights alone. */
    private static byte[] exported(Path run) throws IOException {
        assertThat(CommandLineHere.execute("export", run.toString()).code()).isZero();
        byte[] file = Files.readAllBytes(run.resolve("export/model.safetensors"));
        int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
    }

    /** In the evaluation at the end of the second epoch. */
    enum Trouble {
        STOP(RunStatus.TERMINATED),
        FAILURE(RunStatus.FAILED),
        MEMORY(RunStatus.FAILED);

        private final RunStatus end;

        Trouble(RunStatus end) {
            this.end = end;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEvaluationThatDoesNotEndLeavesThePlainWeights(Trouble trouble) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = here.plan(Averaged.class);
        Path uninterrupted = here.run(plan).directory();
        RunReport interrupted = here.run(plan, stop -> new RunListener() {
            @Override
            public void stepFinished(StepFinished event) {
                if (event.step() == 19) {
                    TROUBLE.set(() -> {
                        if (trouble == Trouble.STOP) {
                            stop.make();
                        } else if (trouble == Trouble.MEMORY) {
                            throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
                        } else {
                            throw new IllegalStateException("on purpose");
                        }
                    });
                }
            }
        });

        assertThat(interrupted.status()).isEqualTo(trouble.end);
        assertThat(TROUBLE.get()).isNull();
        assertThat(interrupted.steps()).isEqualTo(20);
        if (trouble != Trouble.FAILURE) {
            assertThat(RunsHere.snapshot(interrupted).parameters())
                    .as("what the run saved where it stood, in the evaluation")
                    .isEqualTo(after(20, here));
        }

        here.resume(plan, interrupted.directory());
        Remains.areEqual(interrupted.directory(), uninterrupted);
    }

    @Test
    void aTestOfLearningRatesKeepsNone() {
        ExperimentPlan plan = new RunsHere(EngineName.PYTORCH, runs).plan(Averaged.class);
        RateSweep sweep = new RateSweep(1e-6, 1, 50);

        assertThat(plan.parts(ExponentialMovingAverage.Settings.class)).hasSize(1);
        assertThat(RangeTestPlan.of(plan, sweep, new LossCurve(sweep)).parts(ExponentialMovingAverage.Settings.class))
                .isEmpty();
    }

    @Test
    void aCheckpointThatLostTheAverageIsRefused() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        ExperimentPlan plan = here.plan(Averaged.class);
        Path run = here.run(plan).directory();
        Remains.rewriteNewest(run, snapshot -> with(weights(snapshot.parameters()), snapshot));

        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> here.resume(plan, run))
                .withMessageContaining("the checkpoint must contain the average of the weights")
                .withMessageContaining("resume with the weight averaging that the run began with");
    }

    @Test
    void anAverageThatTheExperimentDoesNotKeepIsRefused() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        Snapshot averaged = RunsHere.snapshot(here.run(here.plan(Averaged.class)));
        Path run = here.run(here.plan(Plain.class)).directory();
        Remains.rewriteNewest(run, snapshot -> with(averaged.parameters(), snapshot));

        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> here.resume(here.plan(Plain.class), run))
                .withMessageContaining("this experiment must keep an average of the weights");
    }
}
