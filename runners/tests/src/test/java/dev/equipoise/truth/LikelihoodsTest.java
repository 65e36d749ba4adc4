package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.Provides;
import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Contributions;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Digits;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.losses.ContinuousBernoulli;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import dev.equipoise.run.Verdict.Kind;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.CosineLearningRate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real runs by each likelihood: what they report, and that a Gaussian one is the squared error in other words. */
class LikelihoodsTest {

    private static final int COLUMNS = 12;
    private static final int EXAMPLES = 1_024;

    @TempDir
    Path runs;

    /** Four kinds of examples: each has its own three columns that are large. */
    private record Kinds(boolean fractions) implements DataSource {

        @Override
        public DataFacts facts() {
            Optional<ValueRange> range = fractions ? Optional.of(new ValueRange(0, 1)) : Optional.empty();
            return new DataFacts(EXAMPLES, EXAMPLES, List.of(COLUMNS), range, true);
        }

        @Override
        public Dataset load() {
            return new Dataset(split(0), split(1));
        }

        private Split split(long number) {
            float[] values = new float[EXAMPLES * COLUMNS];
            for (int i = 0; i < values.length; i++) {
                boolean large = i / COLUMNS % 4 == i % COLUMNS / 3;
                double draw = CounterRandom.uniform(1, CounterRandom.Stream.DATA, number, i);
                values[i] = (float) (fractions ? (large ? 0.8 : 0.1) + 0.1 * draw : count(large ? 9 : 0.5, draw));
            }
            return new Split(values, COLUMNS, new int[0]);
        }

        /** By the inverse of the distribution of Poisson counts. */
        private static int count(double rate, double draw) {
            int count = 0;
            double probability = Math.exp(-rate);
            double sum = probability;
            while (sum < draw && count < 40) {
                probability *= rate / ++count;
                sum += probability;
            }
            return count;
        }
    }

    /** Four groups of three categories, of which each kind of example has its own. */
    private record Categories() implements DataSource {

        @Override
        public DataFacts facts() {
            return new DataFacts(EXAMPLES, EXAMPLES, List.of(COLUMNS), Optional.empty(), true);
        }

        @Override
        public Dataset load() {
            return new Dataset(split(0), split(1));
        }

        private static Split split(long number) {
            float[] values = new float[EXAMPLES * COLUMNS];
            for (int group = 0; group < EXAMPLES * 4; group++) {
                boolean usual = CounterRandom.uniform(1, CounterRandom.Stream.DATA, number, group) < 0.9;
                int category = (group / 4 + group % 4) % 3;
                values[3 * group + (usual ? category : (category + 1) % 3)] = 1;
            }
            return new Split(values, COLUMNS, new int[0]);
        }
    }

    @Experiment(name = "of-counts", epochs = 32, batchSize = 64, seed = 3)
    @MlpVae(hidden = 32, latent = 3)
    @ConstantLearningRate(rate = 3e-3)
    static final class OfCounts {
        @Provides
        static DataSource kinds() {
            return new Kinds(false);
        }
    }

    @Experiment(name = "of-fractions", epochs = 32, batchSize = 64, seed = 3)
    @MlpVae(hidden = 32, latent = 3)
    @ConstantLearningRate(rate = 3e-3)
    static final class OfFractions {
        @Provides
        static DataSource kinds() {
            return new Kinds(true);
        }
    }

    @Experiment(name = "of-categories", epochs = 32, batchSize = 64, seed = 3)
    @MlpVae(hidden = 32, latent = 3)
    @ConstantLearningRate(rate = 3e-3)
    static final class OfCategories {
        @Provides
        static DataSource categories() {
            return new Categories();
        }
    }

    static List<Arguments> likelihoods() {
        String[] none = {};
        String[] dispersion = {"negativeBinomialNll.dispersion=0.1"};
        String[] classes = {"categoricalNll.classes=3"};
        return List.of(
                Arguments.of(EngineName.PYTORCH, OfCounts.class, "poissonNll", none),
                Arguments.of(EngineName.MXNET, OfCounts.class, "poissonNll", none),
                Arguments.of(EngineName.PYTORCH, OfCounts.class, "negativeBinomialNll", dispersion),
                Arguments.of(EngineName.PYTORCH, OfCounts.class, "laplaceNll", new String[] {"laplaceNll.scale=0.7"}),
                Arguments.of(EngineName.PYTORCH, OfFractions.class, "continuousBernoulli", none),
                Arguments.of(EngineName.PYTORCH, OfFractions.class, "bernoulliNll", none),
                Arguments.of(EngineName.PYTORCH, OfCategories.class, "categoricalNll", classes),
                Arguments.of(EngineName.MXNET, OfCategories.class, "categoricalNll", classes));
    }

    @ParameterizedTest(name = "{2} on {0}")
    @MethodSource("likelihoods")
    void aRunReportsItsOwnNatsAndLearnsMoreThanAnyConstant(
            EngineName engine, Class<?> experiment, String term, String[] settings) {
        RunsHere here = new RunsHere(engine, runs);
        ExperimentPlan plan = here.plan(experiment, List.of(term), settings);
        RunReport report = here.run(plan);

        assertThat(report.status()).as(report.toString()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.decoderVariance()).isEmpty();
        assertThat(report.dataUnitsMissing()).contains("the likelihood is not that of a squared error");
        SplitEvaluation train = report.train().orElseThrow();
        for (SplitEvaluation split : List.of(train, report.validation().orElseThrow())) {
            assertThat(split.reconstructionUnit()).isEqualTo("nats per example");
            assertThat(split.elbo()).isCloseTo(-split.reconstruction() - split.kl(), within(1e-9));
            assertThat(split.elboOptimalVariance()).isNaN();
            assertThat(split.selection()).isEqualTo(split.elbo());
        }
        Split training = plan.part(DataSource.class).load().training();
        double constant = Arrays.stream(plan.part(Reconstruction.class)
                        .ofBestConstant(training, training)
                        .orElseThrow())
                .average()
                .orElseThrow();
        double saving = plan.part(Reconstruction.class).saving(training);
        assertThat(train.kl()).isGreaterThan(0.5);
        // It pays its KL, and cannot save more than there is to save.
        assertThat(constant - train.reconstruction()).isGreaterThan(train.kl()).isLessThan(saving);
        double[] means = training.means();
        assertThat(train.squaredError())
                .as("predictions have the unit of the data")
                .isLessThan(0.6
                        * Arrays.stream(training.squaredDistances(means))
                                .average()
                                .orElseThrow());
        Verdict worse = verdict(report, Kind.WORSE_THAN_MEAN);
        assertThat(worse.holds()).hasValue(false);
        assertThat(worse.text()).contains("nats per example, and the mean has");
        assertThat(verdict(report, Kind.MEMORIZING).holds()).hasValue(false);
        assertThat(verdict(report, Kind.COLLAPSED).holds()).hasValue(false);
        assertThat(verdict(report, Kind.FAR_FROM_LINEAR).text())
                .isEqualTo("the reconstruction term is not that of a Gaussian decoder");
    }

    private static Verdict verdict(RunReport report, Kind kind) {
        return report.verdicts().get(kind.ordinal());
    }

    @Experiment(name = "black", epochs = 3, batchSize = 256, seed = 3)
    @Digits
    @Scale
    @LinearVae(latent = 4)
    @ContinuousBernoulli
    static final class Black {}

    /** Pixels that are always black give a constant any number of nats, which no model of a few epochs has. */
    @Test
    void ifADensityHasNoBoundTheSquaredErrorOfTheMeanIsCompared() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(Black.class));
        assertThat(verdict(report, Kind.WORSE_THAN_MEAN).text()).contains("squared error per example");
    }

    @Experiment(name = "gaussian", epochs = 67, batchSize = 256, seed = 7)
    @GaussianData
    @LinearVae(latent = 5)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    static final class Gaussian {}

    /** The weights of KL are the same, and so are all updates. */
    @ParameterizedTest
    @EnumSource
    void withAVarianceOfAHalfItIsTheRunOfTheSquaredError(EngineName engine) {
        RunsHere here = new RunsHere(engine, runs);
        RunReport squares = here.run(here.plan(Gaussian.class, "experiment.epochs=2"));
        RunReport gaussian = here.run(
                here.plan(Gaussian.class, List.of("gaussianNll"), "gaussianNll.variance=0.5", "experiment.epochs=2"));

        SplitEvaluation ofSquares = squares.validation().orElseThrow();
        SplitEvaluation ofGaussian = gaussian.validation().orElseThrow();
        assertThat(ofGaussian.squaredError()).isEqualTo(ofSquares.squaredError());
        assertThat(ofGaussian.klPerLatent()).isEqualTo(ofSquares.klPerLatent());
        assertThat(ofGaussian.elbo()).isEqualTo(ofSquares.elbo());
        assertThat(ofGaussian.elboOptimalVariance()).isEqualTo(ofSquares.elboOptimalVariance());
        assertThat(gaussian.decoderVariance()).isEqualTo(squares.decoderVariance());
        assertThat(ofGaussian.reconstruction())
                .isCloseTo(ofSquares.reconstruction() + 2.5 * Math.log(Math.PI), within(1e-5));
        Contributions parts = gaussian.contributions().orElseThrow();
        assertThat(parts.reconstruction())
                .as("without the normalising constant")
                .isCloseTo(squares.contributions().orElseThrow().reconstruction(), within(1e-4));
    }

    /** b = beta·variance. */
    @ParameterizedTest
    @CsvSource({"PYTORCH, 67, 0.15, 4, 2.55, 1.806", "MXNET, 34, 3, 0.5, 4.75, 0.634"})
    void itEndsAtTheOptimumOfBetaTimesTheVarianceAndIsJudgedByIt(
            EngineName engine, int epochs, double variance, double beta, double squaredError, double kl) {
        RunsHere here = new RunsHere(engine, runs);
        RunReport report = here.run(here.plan(
                Gaussian.class,
                List.of("gaussianNll", "fixedBeta"),
                "experiment.epochs=" + epochs,
                "gaussianNll.variance=" + variance,
                "fixedBeta.beta=" + beta));

        SplitEvaluation train = report.train().orElseThrow();
        assertThat(train.squaredError()).isCloseTo(squaredError, within(0.02 * squaredError));
        assertThat(train.kl()).isCloseTo(kl, within(Math.max(0.02, 0.02 * kl)));
        assertThat(train.reconstructionUnit()).isEqualTo("nats per example");
        assertThat(report.decoderVariance()).hasValue(variance);
        assertThat(train.elbo())
                .isCloseTo(-train.reconstruction() - train.kl(), within(1e-4))
                .isCloseTo(
                        -train.squaredError() / (2 * variance) - 2.5 * Math.log(2 * Math.PI * variance) - train.kl(),
                        within(1e-9));
        assertThat(train.elboOptimalVariance()).isFinite().isGreaterThanOrEqualTo(train.elbo());
        for (Kind kind : List.of(Kind.COLLAPSED, Kind.BETA_ABOVE_SPECTRUM, Kind.FAR_FROM_LINEAR)) {
            assertThat(verdict(report, kind).holds()).as(kind.id()).hasValue(false);
        }
    }

    @Test
    void aBetaThatIsTooHighForAGaussianLikelihoodIsNamedInItsOwnConvention() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(
                Gaussian.class,
                List.of("gaussianNll", "fixedBeta"),
                "gaussianNll.variance=0.01",
                "fixedBeta.beta=450",
                "experiment.epochs=17"));
        assertThat(verdict(report, Kind.BETA_ABOVE_SPECTRUM).holds()).hasValue(true);
        assertThat(verdict(report, Kind.BETA_ABOVE_SPECTRUM).text())
                .contains("at beta 450.0, and a linear model ignores its latents from beta 400.0 on");
    }

    /** A capacity leaves no beta, so that a squared error has no variance to be judged by; a likelihood has. */
    @Test
    void withoutABetaTheStatedVarianceIsStillKnown() {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport report = here.run(here.plan(
                Gaussian.class,
                List.of("gaussianNll", "capacity"),
                "gaussianNll.variance=0.2",
                "capacity.nats=2",
                "experiment.epochs=1"));
        assertThat(report.betaFinal()).isEmpty();
        assertThat(report.decoderVariance()).hasValue(0.2);
        assertThat(report.train().orElseThrow().knownElbo()).isPresent();
    }

    @Test
    void theConventionsOfBetaAreThoseOfTheSameOptimum() {
        CommandLineHere.Told told = CommandLineHere.execute(
                "describe",
                Gaussian.class.getName(),
                "--with",
                "gaussianNll",
                "--with",
                "fixedBeta",
                "--set",
                "gaussianNll.variance=0.1",
                "--set",
                "fixedBeta.beta=3");
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .containsPattern("fixedBeta.beta +3 ")
                .containsPattern("gaussianNll.variance +0.1 ")
                .containsPattern("SSE \\+ beta·KL +0.6\n")
                .containsPattern("SSE/\\(2σ²\\) \\+ KL +0.3\n");
    }
}
