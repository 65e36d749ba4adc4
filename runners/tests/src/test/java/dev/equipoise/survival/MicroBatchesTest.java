package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Readings;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.BatchesSplit;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** After a lack of memory batches are taken in halves, and the run is the same but for the last digits of its sums. */
class MicroBatchesTest {

    private static final String EVERYTHING_FITS = "starving.room=16";

    @TempDir
    Path runs;

    /** Eleven steps an epoch; the last has 9 examples, of which the halves have 4 and 5. */
    @Experiment(name = "halved", epochs = 2, batchSize = 16, seed = 3)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 169)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Starving
    static final class Halved {}

    private static final class Watch extends Witness {

        final List<BatchesSplit> splits = new ArrayList<>();

        @Override
        public void batchesSplit(BatchesSplit event) {
            splits.add(event);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MXNET   | fixedBeta          |
                    PYTORCH | fixedBeta          |
                    MXNET   | sigmaVae           | sigmaVae.kind=SHARED
                    PYTORCH | sigmaVae           | sigmaVae.kind=PER_IMAGE
                    PYTORCH | computedGamma      |
                    PYTORCH | uncertaintyWeights |
                    PYTORCH | klTarget           | klTarget.nats=1
                    MXNET   | freeBits           | freeBits.nats=0.3 freeBits.kind=PER_EXAMPLE
                    MXNET   | fixedBeta          | mlpVae.dropout=0.3 mlpVae.normalization=LAYER
                    PYTORCH | fixedBeta          | mlpVae.dropout=0.3 mlpVae.skip=true
                    PYTORCH | frontierReadings   |
                    """)
    void everyReadingAndTheEndAreThoseOfWholeBatches(EngineName engine, String part, String settings)
            throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        Watch whole = new Watch();
        Watch halved = new Watch();
        RunReport undisturbed = here.run(plan(here, part, settings, EVERYTHING_FITS), stop -> whole);
        RunReport report = here.run(plan(here, part, settings), stop -> halved);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.exitCode()).isZero();
        assertThat(halved.splits)
                .containsExactly(new BatchesSplit(3, 2, 512, "MXNetError: cudaMalloc retry failed: out of memory"));
        assertThat(whole.splits).isEmpty();
        sameReadings(halved, whole);
        assertThat(RunsHere.snapshot(report).parameters().values())
                .as("parameters at the end")
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-3 ? 0 : Float.compare(a, b), Float.class)
                .isEqualTo(RunsHere.snapshot(undisturbed).parameters().values());
        assertThat(report.directory().resolve("summary.json")).content().contains("\"microBatches\" : 2");
        assertThat(undisturbed.directory().resolve("summary.json")).content().contains("\"microBatches\" : 1");
        assertThat(report.directory().resolve("log.txt"))
                .content()
                .contains(
                        "out of memory after 3 steps: MXNetError: cudaMalloc",
                        "training batches are processed in 2 parts");
    }

    /** A bound is no sum of its terms, but a mean over examples; the terms get all four samples of each. */
    @ParameterizedTest
    @EnumSource
    void aBoundOfSeveralSamplesIsThatOfWholeBatches(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        Watch whole = new Watch();
        Watch halved = new Watch();
        String settings = "ciwae.samples=4 mlpVae.dropout=0.3 mlpVae.skip=true starving.room=";
        here.run(plan(here, "ciwae", settings + 64), stop -> whole);
        RunReport report = here.run(plan(here, "ciwae", settings + 32), stop -> halved);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(halved.splits).extracting(BatchesSplit::microBatches).containsExactly(2);
        assertThat(whole.splits).isEmpty();
        sameReadings(halved, whole);
    }

    private static void sameReadings(Witness halved, Witness whole) {
        assertThat(halved.steps).hasSameSizeAs(whole.steps);
        for (int step = 0; step < whole.steps.size(); step++) {
            Readings expected = whole.steps.get(step).readings();
            Readings found = halved.steps.get(step).readings();
            assertThat(found.loss()).as("loss of step %d", step + 1).isCloseTo(expected.loss(), near(expected.loss()));
            assertThat(found.gradientNorm())
                    .as("gradient norm of step %d", step + 1)
                    .isCloseTo(expected.gradientNorm(), near(expected.gradientNorm()));
            assertThat(found.squaredError()).isCloseTo(expected.squaredError(), near(expected.squaredError()));
            assertThat(found.reconstruction()).isCloseTo(expected.reconstruction(), near(expected.reconstruction()));
            assertThat(Double.isNaN(found.divergence())).isEqualTo(Double.isNaN(expected.divergence()));
            if (!Double.isNaN(expected.divergence())) {
                assertThat(found.divergence()).isCloseTo(expected.divergence(), near(expected.divergence()));
            }
            assertThat(found.klPerLatent())
                    .zipSatisfy(
                            expected.klPerLatent(),
                            (nats, unsplit) -> assertThat(nats).isCloseTo(unsplit, within(1e-4)));
            assertThat(found.examples()).isEqualTo(expected.examples());
            assertThat(found.lastOfEpoch()).isEqualTo(expected.lastOfEpoch());
            assertThat(found.measures().keySet()).isEqualTo(expected.measures().keySet());
            assertThat(halved.steps.get(step).beside())
                    .usingRecursiveComparison()
                    .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-3 * (1 + Math.abs(b)) ? 0 : 1, Double.class)
                    .isEqualTo(whole.steps.get(step).beside());
        }
    }

    private static ExperimentPlan plan(RunsHere here, String part, String settings, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        if (settings != null) {
            all.addAll(List.of(settings.split(" ")));
        }
        return here.plan(Halved.class, List.of(part), all.toArray(String[]::new));
    }

    private static Offset<Double> near(double value) {
        return within(1e-4 * (1 + Math.abs(value)));
    }

    /** On PyTorch what the backward of the attempt has written would be added to the gradients of the halves. */
    @ParameterizedTest
    @EnumSource
    void aLackThatComesAfterBackwardLeavesNothingOfItsGradients(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        Watch whole = new Watch();
        Watch halved = new Watch();
        here.run(here.plan(Halved.class, List.of("lateLack"), EVERYTHING_FITS, "lateLack.room=512"), stop -> whole);
        here.run(here.plan(Halved.class, List.of("lateLack"), EVERYTHING_FITS), stop -> halved);

        assertThat(halved.splits)
                .as("a step is halved, and then evaluations to its size")
                .extracting(BatchesSplit::microBatches, BatchesSplit::evaluationRows)
                .startsWith(tuple(2, 512), tuple(2, 256))
                .endsWith(tuple(2, 8));
        sameReadings(halved, whole);
    }

    /** A process that had forgotten would take the first steps after the resume whole, since it finds memory for those. */
    @ParameterizedTest
    @EnumSource
    void aRunInHalvesIsResumedInHalvesToTheLastBit(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(Halved.class);
        Path uninterrupted = here.run(plan).directory();

        Path interrupted = here.run(plan(here, "fixedBeta", null), stop -> new StopAfter(7, stop))
                .directory();
        Watch resumed = new Watch();
        here.resume(here.plan(Halved.class), interrupted, stop -> resumed);

        assertThat(resumed.splits).containsExactly(new BatchesSplit(7, 2, 512, "memory ran out before the resume"));
        Remains.areEqual(interrupted, uninterrupted);
    }

    @Test
    void memoryThatLibtorchItselfDoesNotFindIsMendedByHalves() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(Halved.class, "starving.lack=ENGINE"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.microBatches()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void anEvaluationThatFindsNoMemoryIsTakenInSmallerPartsAndSaysTheSame(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        RunReport roomy = here.run(here.plan(Halved.class, EVERYTHING_FITS));
        Watch watch = new Watch();
        RunReport cramped =
                here.run(here.plan(Halved.class, List.of("crampedEvaluation"), EVERYTHING_FITS), stop -> watch);

        assertThat(cramped.exitCode()).isZero();
        assertThat(watch.splits)
                .extracting(BatchesSplit::evaluationRows)
                .contains(16)
                .doesNotContain(8);
        assertThat(cramped.microBatches()).isEqualTo(1);
        assertThat(cramped.directory().resolve("log.txt"))
                .content()
                .contains("from here on evaluations are taken in parts of 16 examples")
                .doesNotContain("training batches");
        same(cramped.train().orElseThrow(), roomy.train().orElseThrow());
        same(cramped.validation().orElseThrow(), roomy.validation().orElseThrow());
    }

    private static void same(SplitEvaluation found, SplitEvaluation expected) {
        assertThat(found.squaredError()).isCloseTo(expected.squaredError(), near(expected.squaredError()));
        assertThat(found.elboOptimalVariance())
                .isCloseTo(expected.elboOptimalVariance(), near(expected.elboOptimalVariance()));
        assertThat(found.klPerLatent()).hasSameSizeAs(expected.klPerLatent());
        assertThat(found.kl()).isCloseTo(expected.kl(), near(expected.kl()));
        assertThat(found.activeUnits()).isEqualTo(expected.activeUnits());
    }

    @Test
    void aModelThatNormalizesOverTheBatchIsNotTakenInHalves() {
        RunReport report = new RunsHere(EngineName.PYTORCH, runs)
                .run(new RunsHere(EngineName.PYTORCH, runs).plan(Halved.class, "mlpVae.normalization=BATCH"));

        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason()).get().asString().contains("the model normalizes over the batch");
    }

    @Test
    void anEvaluationThatWouldBeAnotherInSmallerPartsEndsTheRun() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(
                Halved.class, List.of("crampedEvaluation"), EVERYTHING_FITS, "crampedEvaluation.separable=false"));

        assertThat(report.exitCode()).isEqualTo(71);
        assertThat(report.reason())
                .get()
                .asString()
                .contains(
                        "smaller parts of an evaluation were not tried", "'squaredError' is not known to be separable");
    }
}
