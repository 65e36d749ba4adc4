package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.losses.MonteCarloKl.Kind;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonteCarloKlTest {

    private static final int DRAWS = 100_000;

    /** Standard errors: by chance, one of 30,000 means is farther away. */
    private static final double FAR = 4;

    /** The value of one draw, and its gradient by mean and log-variance: written out from the formulas of the papers. */
    private record Draw(Kind kind, double mean, double deviation, double noise) {

        double latent() {
            return mean + deviation * noise;
        }

        double ratio() {
            return Quadrature.logDensity(latent(), mean, deviation) - Quadrature.logDensity(latent(), 0, 1);
        }

        double value() {
            double ratio = ratio();
            return switch (kind) {
                case K1, STICKING_THE_LANDING -> ratio;
                case K2 -> ratio * ratio / 2;
                case K3 -> Math.expm1(-ratio) + ratio;
            };
        }

        /** By the chain rule over r, whose own slope is z by the mean. */
        double byMean() {
            return kind == Kind.STICKING_THE_LANDING ? path() : slope() * latent();
        }

        double byLogVariance() {
            double way = deviation * noise / 2;
            return kind == Kind.STICKING_THE_LANDING ? path() * way : slope() * (latent() * way - 0.5);
        }

        private double path() {
            return latent() - noise / deviation;
        }

        private double slope() {
            return switch (kind) {
                case K1, STICKING_THE_LANDING -> 1;
                case K2 -> ratio();
                case K3 -> -Math.expm1(-ratio());
            };
        }
    }

    /** What the page says of an estimate at a posterior: by integrals over the noise. */
    private record Moments(double mean, double deviation, double byMean, double byLogVariance) {

        static Moments of(Kind kind, double mean, double deviation) {
            boolean infinite = kind == Kind.K3 && deviation * deviation <= 0.5;
            DoubleUnaryOperator value = noise -> new Draw(kind, mean, deviation, noise).value();
            return new Moments(
                    Quadrature.mean(value),
                    infinite ? Double.POSITIVE_INFINITY : spread(value),
                    infinite
                            ? Double.POSITIVE_INFINITY
                            : spread(noise -> new Draw(kind, mean, deviation, noise).byMean()),
                    infinite
                            ? Double.POSITIVE_INFINITY
                            : spread(noise -> new Draw(kind, mean, deviation, noise).byLogVariance()));
        }

        private static double spread(DoubleUnaryOperator f) {
            double mean = Quadrature.mean(f);
            return Math.sqrt(Quadrature.mean(noise -> Math.pow(f.applyAsDouble(noise) - mean, 2)));
        }
    }

    private static Sample draws(double mean, double deviation) {
        Random random = new Random(11);
        double[][] noise = new double[DRAWS][];
        Arrays.setAll(noise, row -> new double[] {random.nextGaussian()});
        return new Sample(filled(0), filled(mean), filled(2 * Math.log(deviation)), filled(0), noise);
    }

    private static double[][] filled(double value) {
        double[][] rows = new double[DRAWS][];
        Arrays.setAll(rows, row -> new double[] {value});
        return rows;
    }

    static Stream<Arguments> estimates() {
        return Stream.of("MXNet", "PyTorch")
                .flatMap(engine -> Stream.of(Kind.values())
                        .flatMap(kind -> Stream.of(new double[] {0.7, 0.4}, new double[] {0.3, 0.9})
                                // Intervals need a variance.
                                .filter(at -> kind != Kind.K3 || at[1] > 0.8)
                                .map(at -> Arguments.of(engine, kind, at[0], at[1]))));
    }

    @ParameterizedTest(name = "{0}, {1} at N({2}, {3}²)")
    @MethodSource("estimates")
    void valuesAndGradientsHaveTheMeansAndDeviationsOfTheirIntegrals(
            String engine, Kind kind, double mean, double deviation) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            MonteCarloKl.Term term = new MonteCarloKl.Term(kind);
            Sample sample = draws(mean, deviation);
            List<double[]> gradients = trial.gradients(term, sample, () -> {});
            Moments expected = Moments.of(kind, mean, deviation);

            double variance = deviation * deviation;
            double kl = (mean * mean + variance - Math.log(variance) - 1) / 2;
            double own = kind == Kind.K2 ? expected.mean() : kl;
            assertMoments(trial.values(term, sample), own, expected.deviation());
            assertMoments(
                    each(gradients.get(0)),
                    kind == Kind.K2 ? mean(kind, mean, deviation, true) : mean,
                    expected.byMean());
            assertMoments(
                    each(gradients.get(1)),
                    kind == Kind.K2 ? mean(kind, mean, deviation, false) : (variance - 1) / 2,
                    expected.byLogVariance());
        }
    }

    private static double mean(Kind kind, double mean, double deviation, boolean byMean) {
        return Quadrature.mean(noise -> {
            Draw draw = new Draw(kind, mean, deviation, noise);
            return byMean ? draw.byMean() : draw.byLogVariance();
        });
    }

    /** The loss is a mean over draws, so that each has its part of the gradient. */
    private static double[] each(double[] gradient) {
        return Arrays.stream(gradient).map(part -> part * DRAWS).toArray();
    }

    private static void assertMoments(double[] values, double mean, double deviation) {
        double found = Arrays.stream(values).average().orElseThrow();
        double squares =
                Arrays.stream(values).map(value -> Math.pow(value - found, 2)).sum();
        assertThat(found).isCloseTo(mean, within(FAR * deviation / Math.sqrt(DRAWS)));
        assertThat(Math.sqrt(squares / DRAWS)).isCloseTo(deviation, within(0.05 * deviation));
    }

    @Test
    void halfTheSquareOfTheLogarithmIsBelowKlNearThePriorAndFarAboveItBeyond() {
        assertThat(Moments.of(Kind.K2, 0.7, 0.4).mean()).isLessThan(0.7 * 0.741291);
        assertThat(Moments.of(Kind.K2, 3, 0.1).mean()).isGreaterThan(3 * 6.307585);
        assertThat(Moments.of(Kind.K2, 0.1, 0.95).mean())
                .isCloseTo(Moments.of(Kind.K1, 0.1, 0.95).mean(), within(1e-3));
        assertThat(Stream.of(Kind.values()).filter(kind -> !new MonteCarloKl.Term(kind).kl()))
                .containsExactly(Kind.K2);
    }

    /** The second moment grows without an end in the noise that is counted. */
    @Test
    void theEstimateThatIsNeverNegativeHasNoVarianceAtAPosteriorThatKnowsMuch() {
        assertThat(secondMoment(Kind.K3, 0.4, 8)).isGreaterThan(1e3 * secondMoment(Kind.K3, 0.4, 5));
        assertThat(secondMoment(Kind.K3, 0.4, 11)).isGreaterThan(1e3 * secondMoment(Kind.K3, 0.4, 8));
        assertThat(secondMoment(Kind.K3, 0.9, 11)).isCloseTo(secondMoment(Kind.K3, 0.9, 8), within(1e-3));
        assertThat(secondMoment(Kind.K1, 0.4, 11)).isCloseTo(secondMoment(Kind.K1, 0.4, 8), within(1e-9));
    }

    private static double secondMoment(Kind kind, double deviation, double most) {
        return Quadrature.integral(-most, most, noise -> {
            double value = new Draw(kind, 0.7, deviation, noise).value();
            return value * value * Math.exp(Quadrature.logDensity(noise, 0, 1));
        });
    }

    /** The score of ln q is left out: what is left is nothing at the prior, and the whole noise of K1 is the score. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void atThePriorTheGradientThroughTheSampleAloneHasNoNoise(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample prior = new Sample(new double[3][1], new double[3][2], new double[3][2], new double[3][1]).noisy(5);
            List<double[]> sticking =
                    trial.gradients(new MonteCarloKl.Term(Kind.STICKING_THE_LANDING), prior, () -> {});
            assertThat(sticking.get(0)).containsOnly(0);
            assertThat(sticking.get(1)).containsOnly(0);
            double[] whole = trial.gradients(new MonteCarloKl.Term(Kind.K1), prior, () -> {})
                    .get(0);
            assertThat(Arrays.stream(whole)).allMatch(slope -> Math.abs(slope) > 0.01);
        }
    }

    /**
     * x = w·z + noise of variance b, at the posterior of one datum: what the sample does to the reconstruction and to ln q
     * is then the same.
     */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void atTheTruePosteriorTheGradientOfTheWholeElboHasNoNoise(String engine) {
        double b = 0.3;
        double w = Math.sqrt(1.7);
        double x = 1.1;
        double mean = x * w / 2;
        double deviation = Math.sqrt(b / 2);
        Sample sample = draws(mean, deviation);
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            double[] sticking = each(trial.gradients(new MonteCarloKl.Term(Kind.STICKING_THE_LANDING), sample, () -> {})
                    .get(0));
            double[] whole = each(trial.gradients(new MonteCarloKl.Term(Kind.K1), sample, () -> {})
                    .get(0));
            for (int draw = 0; draw < DRAWS; draw++) {
                double latent = mean + deviation * sample.noise()[draw][0];
                double ofReconstruction = -(x - w * latent) * w / b;
                assertThat(sticking[draw] + ofReconstruction).isCloseTo(0, within(1e-8));
                whole[draw] += ofReconstruction;
            }
            assertMoments(whole, 0, 1 / deviation);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aNarrowPosteriorKeepsItsDigitsInSinglePrecision(String engine) {
        Sample sample = Sample.posterior(3, -20).noisy(2);
        double expected = new Draw(Kind.K1, 3, Math.exp(-10), sample.noise()[0][0]).value();
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            for (Kind kind : List.of(Kind.K1, Kind.STICKING_THE_LANDING)) {
                assertThat(trial.values(new MonteCarloKl.Term(kind), sample)[0]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageHasTheVariancesOfValuesAndGradients(Kind kind) throws IOException {
        StringBuilder row = new StringBuilder();
        for (double[] at : new double[][] {{0.7, 0.4}, {0.3, 0.9}}) {
            Moments moments = Moments.of(kind, at[0], at[1]);
            row.append(String.format(
                    Locale.ROOT,
                    " %.3f ± %s | %s | %s |",
                    moments.mean(),
                    number(moments.deviation()),
                    number(moments.byMean()),
                    number(moments.byLogVariance())));
        }
        assertThat(Files.readAllLines(Path.of("..", "docs", "strategies.md")))
                .anyMatch(line -> line.startsWith("| `" + kind + "` |") && line.endsWith("|" + row));
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "∞" : String.format(Locale.ROOT, "%.3f", value);
    }

    abstract static class Estimate extends LossTermContract {

        abstract Kind kind();

        @Override
        protected LossTerm term() {
            return new MonteCarloKl.Term(kind());
        }

        @Override
        protected Sample sample(long seed) {
            return Sample.random(seed).noisy(seed);
        }

        @Override
        protected double[] formula(Sample sample) {
            int columns = sample.mean()[0].length;
            double[] values = new double[sample.mean().length * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = new Draw(
                                kind(),
                                sample.mean()[i / columns][i % columns],
                                Math.exp(sample.logVariance()[i / columns][i % columns] / 2),
                                sample.noise()[i / columns][i % columns])
                        .value();
            }
            return values;
        }
    }

    @Nested
    class K1 extends Estimate {
        @Override
        Kind kind() {
            return Kind.K1;
        }
    }

    @Nested
    class K2 extends Estimate {
        @Override
        Kind kind() {
            return Kind.K2;
        }
    }

    @Nested
    class K3 extends Estimate {
        @Override
        Kind kind() {
            return Kind.K3;
        }
    }
}
