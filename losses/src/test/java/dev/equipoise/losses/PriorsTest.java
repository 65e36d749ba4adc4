package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.model.prior.GaussianPrior;
import dev.equipoise.model.prior.MixturePrior;
import dev.equipoise.model.prior.StandardNormalPrior;
import dev.equipoise.model.prior.VampPrior;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Prior;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.PriorContract;
import dev.equipoise.testing.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Priors other than N(0, I), and the divergences from them. */
class PriorsTest {

    private static final int DRAWS = 20_000;
    private static final LatentPrior SHIFTED =
            new LatentPrior(2, List.of(1.0), new float[] {0.5f, -1}, new float[] {0.75f, -0.5f});
    private static final LatentPrior TWO =
            new LatentPrior(1, List.of(0.25, 0.75), new float[] {-2, 1}, new float[] {-1, 0.5f});
    private static final LatentPrior TWO_OF_TWO =
            new LatentPrior(2, List.of(0.25, 0.75), new float[] {-2, 1, 1, 0.5f}, new float[] {-1, 0.5f, 0.5f, -0.25f});

    private static double logDensity(LatentPrior prior, double... latent) {
        double density = 0;
        for (int k = 0; k < prior.weights().size(); k++) {
            double log = Math.log(prior.weights().get(k));
            for (int i = 0; i < latent.length; i++) {
                int at = k * latent.length + i;
                log += Quadrature.logDensity(latent[i], prior.means()[at], Math.exp(prior.logVariances()[at] / 2.0));
            }
            density += Math.exp(log);
        }
        return Math.log(density);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void klFromAGaussianIsTheIntegralOfItsDefinition(String engine) {
        LatentPrior prior = new LatentPrior(1, List.of(1.0), new float[] {0.5f}, new float[] {0.75f});
        double expected = Quadrature.kl(
                x -> Quadrature.logDensity(x, -0.3, 0.4), x -> Quadrature.logDensity(x, 0.5, Math.exp(0.375)));
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            trial.compareWith(prior);
            assertThat(trial.values(new AnalyticKl.Term(), Sample.posterior(-0.3, 2 * Math.log(0.4)))[0])
                    .isCloseTo(expected, within(1e-8));
        }
        assertThat(prior.kl(0, -0.3, 2 * Math.log(0.4))).isCloseTo(expected, within(1e-8));
    }

    static Stream<Divergence> estimates() {
        Prior mixture = new MixturePrior.Mixed(2, 1, 0);
        return Stream.of(
                        new AnalyticKl.Term(),
                        new MonteCarloKl.Term(MonteCarloKl.Kind.K1),
                        new MonteCarloKl.Term(MonteCarloKl.Kind.STICKING_THE_LANDING))
                .map(term -> term.against(mixture));
    }

    @ParameterizedTest
    @MethodSource("estimates")
    void theEstimateFromAMixtureIsUnbiased(Divergence term) {
        double deviation = 0.6;
        double expected = Quadrature.kl(x -> Quadrature.logDensity(x, -0.5, deviation), x -> logDensity(TWO, x));
        Random random = new Random(5);
        double[][] noise = filled(0);
        for (double[] row : noise) {
            row[0] = random.nextGaussian();
        }
        Sample sample = new Sample(filled(0), filled(-0.5), filled(2 * Math.log(deviation)), filled(0), noise);
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            trial.compareWith(TWO);
            double[] values = trial.values(term, sample);
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                    .map(value -> Math.pow(value - mean, 2))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(expected, within(4 * Math.sqrt(variance / DRAWS)));
        }
    }

    private static double[][] filled(double value) {
        double[][] rows = new double[DRAWS][1];
        Arrays.stream(rows).forEach(row -> row[0] = value);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aLatentFarFromEveryComponentHasAFiniteDensity(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            trial.compareWith(TWO);
            double[] value = trial.values(
                    new AnalyticKl.Term().against(new MixturePrior.Mixed(2, 1, 0)), Sample.posterior(100, 0));
            double far = Math.log(0.75) + Quadrature.logDensity(100, 1, Math.exp(0.25));
            assertThat(value[0]).isCloseTo(-0.5 * (1 + Math.log(2 * Math.PI)) - far, within(1e-2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aBalancedKlHasTheValueOfKlAndTheSharesOfItsGradient(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            trial.compareWith(SHIFTED);
            Sample sample = Sample.random(3);
            LossTerm balanced = new KlBalancing.Term(0.8, Grain.LATENT_OF_EXAMPLE);
            assertThat(trial.values(balanced, sample))
                    .containsExactly(trial.values(new AnalyticKl.Term(), sample), within(1e-12));
            double[] whole =
                    trial.gradients(new AnalyticKl.Term(), sample, () -> {}).get(0);
            double[] share = trial.gradients(balanced, sample, () -> {}).get(0);
            assertThat(share)
                    .containsExactly(
                            Arrays.stream(whole).map(slope -> 0.2 * slope).toArray(), within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void twoSidesAreClippedAfterAveraging(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            trial.compareWith(SHIFTED);
            Sample sample = Sample.random(3);
            double kl = trial.loss(new AnalyticKl.Term(), sample);
            assertThat(trial.values(twoSided(kl - 0.1), sample)[0]).isCloseTo(1.1 * kl, within(1e-12));
            assertThat(trial.values(twoSided(kl + 0.1), sample)[0]).isCloseTo(1.1 * (kl + 0.1), within(1e-12));
            double[] whole =
                    trial.gradients(new AnalyticKl.Term(), sample, () -> {}).get(0);
            assertThat(trial.gradients(twoSided(kl - 0.1), sample, () -> {}).get(0))
                    .containsExactly(
                            Arrays.stream(whole).map(slope -> 0.1 * slope).toArray(), within(1e-12));
            assertThat(trial.gradients(twoSided(kl + 0.1), sample, () -> {}).get(0))
                    .containsOnly(0.0);
        }
    }

    private static LossTerm twoSided(double freeNats) {
        return new TwoSidedKl.Term(1, 0.1, freeNats, Grain.LATENT_OF_EXAMPLE);
    }

    static Stream<LossTerm> ofTheStandardNormal() {
        return Stream.of(
                new ReverseKl.Term(),
                new RenyiDivergence.Term(0.5),
                new GeometricJensenShannon.Term(0.5),
                new SquaredWasserstein.Term(),
                new Discrepancy("wae", 1, Kernel.GAUSSIAN));
    }

    @ParameterizedTest
    @MethodSource("ofTheStandardNormal")
    void aTermThatComparesWithTheStandardNormalRefusesAnotherPrior(LossTerm term) {
        assertThat(term.against(new StandardNormalPrior.Standard(2))).isEqualTo(term);
        assertThatExceptionOfType(InvalidPartException.class)
                .isThrownBy(() -> term.against(new GaussianPrior.Gaussian(2)))
                .withMessageContaining("must have the prior N(0, I), which it compares with");
    }

    @Test
    void aBalanceWithAPriorThatLearnsNothingIsRefused() {
        assertThatExceptionOfType(InvalidPartException.class)
                .isThrownBy(() -> ((Divergence) twoSided(1)).against(new StandardNormalPrior.Standard(2)))
                .withMessageContaining("must have a prior that learns");
    }

    /** −H(q) − ln p(z) of each example. */
    @Nested
    class FromAMixture extends LossTermContract {

        @Override
        protected LossTerm term() {
            return new AnalyticKl.Term().against(new MixturePrior.Mixed(2, 2, 0));
        }

        @Override
        protected Optional<LatentPrior> prior() {
            return Optional.of(TWO_OF_TWO);
        }

        @Override
        protected double[] formula(Sample sample) {
            double[] values = new double[sample.mean().length];
            Arrays.setAll(values, row -> {
                double entropy = 0;
                for (double logVariance : sample.logVariance()[row]) {
                    entropy += 0.5 * (1 + Math.log(2 * Math.PI) + logVariance);
                }
                return -entropy - logDensity(TWO_OF_TWO, sample.mean()[row]);
            });
            return values;
        }
    }

    /** KL of each latent from its own Gaussian. */
    @Nested
    class FromAGaussian extends LossTermContract {

        @Override
        protected LossTerm term() {
            return new AnalyticKl.Term().against(new GaussianPrior.Gaussian(2));
        }

        @Override
        protected Optional<LatentPrior> prior() {
            return Optional.of(SHIFTED);
        }

        @Override
        protected double[] formula(Sample sample) {
            double[] values = new double[2 * sample.mean().length];
            Arrays.setAll(
                    values, i -> SHIFTED.kl(i % 2, sample.mean()[i / 2][i % 2], sample.logVariance()[i / 2][i % 2]));
            return values;
        }
    }

    private static DataFacts data(Optional<ValueRange> range) {
        return new DataFacts(10, 10, List.of(4), range);
    }

    @Nested
    class StandardNormal extends PriorContract {
        @Override
        protected Prior prior() {
            return new StandardNormalPrior.Standard(LATENTS);
        }
    }

    @Nested
    class Gaussian extends PriorContract {
        @Override
        protected Prior prior() {
            return new GaussianPrior.Gaussian(LATENTS);
        }
    }

    @Nested
    class Mixture extends PriorContract {
        @Override
        protected Prior prior() {
            return new MixturePrior.Mixed(3, LATENTS, 5);
        }
    }

    @Nested
    class Vamp extends PriorContract {
        @Override
        protected Prior prior() {
            return new VampPrior.OfInputs(3, data(Optional.of(new ValueRange(-1, 2))), 5);
        }

        @Test
        void inputsBeginInTheRangeOfTheData() {
            DoubleUnaryOperator initial =
                    i -> prior().learned().get(0).initial().applyAsDouble((int) i);
            assertThat(Stream.iterate(0, i -> i + 1).limit(1000).map(initial::applyAsDouble))
                    .allMatch(value -> value > -1 && value < 2)
                    .anyMatch(value -> value < -0.9)
                    .anyMatch(value -> value > 1.9);
        }
    }
}
