package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.objective.Divergence;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import dev.equipoise.testing.Trial;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed forms that replace KL, beside the integrals that define them. */
class DivergencesTest {

    private static final DoubleUnaryOperator PRIOR = x -> Quadrature.logDensity(x, 0, 1);

    /** Of N(mean, deviation²), from the standard normal prior. */
    private record Definition(String name, Divergence term, DoubleBinaryOperator integral) {}

    private static List<Definition> definitions() {
        return List.of(
                new Definition("KL", new AnalyticKl.Term(), (m, s) -> Quadrature.kl(posterior(m, s), PRIOR)),
                new Definition("reverse KL", new ReverseKl.Term(), (m, s) -> Quadrature.kl(PRIOR, posterior(m, s))),
                new Definition("Renyi 0.5", new RenyiDivergence.Term(0.5), (m, s) -> renyi(0.5, m, s)),
                new Definition("Renyi 2", new RenyiDivergence.Term(2), (m, s) -> renyi(2, m, s)),
                new Definition("Jensen 0.5", new GeometricJensenShannon.Term(0.5), (m, s) -> jensen(0.5, m, s)),
                new Definition("Jensen 0.2", new GeometricJensenShannon.Term(0.2), (m, s) -> jensen(0.2, m, s)),
                new Definition("Wasserstein", new SquaredWasserstein.Term(), DivergencesTest::transport));
    }

    private static DoubleUnaryOperator posterior(double mean, double deviation) {
        return x -> Quadrature.logDensity(x, mean, deviation);
    }

    private static double renyi(double alpha, double mean, double deviation) {
        DoubleUnaryOperator q = posterior(mean, deviation);
        return Math.log(Quadrature.everywhere(
                        x -> Math.exp(alpha * q.applyAsDouble(x) + (1 - alpha) * PRIOR.applyAsDouble(x))))
                / (alpha - 1);
    }

    private static double jensen(double weight, double mean, double deviation) {
        DoubleUnaryOperator q = posterior(mean, deviation);
        DoubleUnaryOperator mixed = x -> (1 - weight) * q.applyAsDouble(x) + weight * PRIOR.applyAsDouble(x);
        double logarithm = Math.log(Quadrature.everywhere(x -> Math.exp(mixed.applyAsDouble(x))));
        DoubleUnaryOperator geometric = x -> mixed.applyAsDouble(x) - logarithm;
        return (1 - weight) * Quadrature.kl(q, geometric) + weight * Quadrature.kl(PRIOR, geometric);
    }

    /** The squared way between quantiles, which is the least on a line. */
    private static double transport(double mean, double deviation) {
        return Quadrature.mean(noise -> Math.pow(mean + deviation * noise - noise, 2));
    }

    static Stream<Arguments> posteriors() {
        return Stream.of("MXNet", "PyTorch")
                .flatMap(engine -> definitions().stream()
                        .flatMap(definition -> Stream.of(
                                        new double[] {0.7, 0.4},
                                        new double[] {0, 1},
                                        new double[] {-2, 0.3},
                                        new double[] {1, 1.3})
                                .map(at -> Arguments.of(engine, definition.name(), definition, at[0], at[1]))));
    }

    @ParameterizedTest(name = "{0}, {1} of N({3}, {4}²)")
    @MethodSource("posteriors")
    void theValueIsTheIntegralOfItsDefinition(
            String engine, String name, Definition definition, double mean, double deviation) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            double expected = definition.integral().applyAsDouble(mean, deviation);
            assertThat(trial.values(definition.term(), Sample.posterior(mean, 2 * Math.log(deviation)))[0])
                    .isCloseTo(expected, within(1e-8 * Math.max(1, expected)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void atAMeanOfPoint7AndADeviationOfPoint4TheyDifferByAFactorOfFive(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample sample = Sample.posterior(0.7, 2 * Math.log(0.4));
            assertThat(definitions().stream()
                            .map(definition -> Math.round(1e6 * trial.values(definition.term(), sample)[0]) / 1e6))
                    .containsExactly(0.741291, 3.239959, 0.58277, 0.877712, 0.703927, 0.498588, 0.85);
        }
    }

    /** A sign that is turned, or a variance read as a deviation, would show here. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void eachIsNothingAtThePriorAndAboveItElsewhereInSinglePrecision(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            for (Definition definition : definitions()) {
                assertThat(trial.values(definition.term(), Sample.posterior(0, 0))[0])
                        .as(definition.name())
                        .isCloseTo(0, within(1e-6));
                for (double[] at : new double[][] {{0.1, 0}, {-0.1, 0}, {0, 0.3}, {0, -0.3}, {3, 20}, {3, -20}}) {
                    assertThat(trial.values(definition.term(), Sample.posterior(at[0], at[1]))[0])
                            .as("%s at %s", definition.name(), List.of(at[0], at[1]))
                            .isPositive()
                            .isFinite();
                }
            }
        }
    }

    /** Its divergence is infinite there, and a logarithm of less than 0 would end the run. */
    @ParameterizedTest(name = "{0}: log-variance {1}")
    @CsvSource({"MXNet, 0.8", "MXNet, 6", "MXNet, 20", "PyTorch, 0.8", "PyTorch, 6", "PyTorch, 20"})
    void aVarianceThatIsTooWideForAHighOrderIsLedBack(String engine, double logVariance) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            Sample sample = Sample.posterior(0.7, logVariance);
            RenyiDivergence.Term term = new RenyiDivergence.Term(2);
            assertThat(trial.values(term, sample)[0]).isFinite().isGreaterThan(5);
            assertThat(trial.gradients(term, sample, () -> {}).get(1)[0])
                    .isFinite()
                    .isPositive();
        }
    }

    @RenyiDivergence(alpha = 0.991)
    private static final class JustBelow {}

    @RenyiDivergence(alpha = 1)
    private static final class Limit {}

    @RenyiDivergence(alpha = 1.02)
    private static final class Above {}

    @Test
    void anOrderAtWhichTheFormulaIsLostIsRefused() {
        assertThatThrownBy(() -> made(JustBelow.class))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith("alpha must not be within 0.01 of 1, got 0.991");
        assertThatThrownBy(() -> made(Limit.class)).isInstanceOf(InvalidPartException.class);
        assertThat(made(Above.class)).isEqualTo(new RenyiDivergence.Term(1.02));
    }

    private static Divergence made(Class<?> annotated) {
        RenyiDivergence annotation = Objects.requireNonNull(annotated.getAnnotation(RenyiDivergence.class));
        return new RenyiDivergence.Factory().create(annotation, Trial.facts(10));
    }

    /** Both its own ends are 0, so that a small weight is no small change of KL. */
    @Test
    void theGeometricMeanVanishesAtBothEnds() {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            Sample sample = Sample.posterior(0.7, 2 * Math.log(0.4));
            assertThat(trial.values(new GeometricJensenShannon.Term(0.001), sample)[0])
                    .isCloseTo(0.001 * 3.239959, within(1e-5));
            assertThat(trial.values(new GeometricJensenShannon.Term(0.999), sample)[0])
                    .isCloseTo(0.001 * 0.741291, within(3e-5));
        }
    }

    @Test
    void noneOfThemIsKl() {
        assertThat(definitions().stream()
                        .filter(definition -> definition.term().kl())
                        .map(Definition::name))
                .containsExactly("KL");
    }

    abstract static class Formula extends LossTermContract {

        abstract double formula(double mean, double logVariance);

        @Override
        protected double[] formula(Sample sample) {
            int columns = sample.mean()[0].length;
            double[] values = new double[sample.mean().length * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = formula(
                        sample.mean()[i / columns][i % columns], sample.logVariance()[i / columns][i % columns]);
            }
            return values;
        }
    }

    @Nested
    class OfReverseKl extends Formula {
        @Override
        protected Divergence term() {
            return new ReverseKl.Term();
        }

        @Override
        double formula(double mean, double logVariance) {
            return logVariance / 2 + (1 + mean * mean) / (2 * Math.exp(logVariance)) - 0.5;
        }
    }

    @Nested
    class OfRenyi extends Formula {
        @Override
        protected Divergence term() {
            return new RenyiDivergence.Term(0.3);
        }

        @Override
        double formula(double mean, double logVariance) {
            double mixed = 0.3 + 0.7 * Math.exp(logVariance);
            return 0.3 * mean * mean / (2 * mixed) - Math.log(mixed / Math.exp(0.7 * logVariance)) / (2 * (0.3 - 1));
        }
    }

    @Nested
    class OfGeometricJensenShannon extends Formula {
        @Override
        protected Divergence term() {
            return new GeometricJensenShannon.Term(0.3);
        }

        @Override
        double formula(double mean, double logVariance) {
            double variance = Math.exp(logVariance);
            double ofMixed = 1 / (0.7 / variance + 0.3);
            double meanOfMixed = ofMixed * 0.7 * mean / variance;
            return 0.7 * gaussians(mean, variance, meanOfMixed, ofMixed) + 0.3 * gaussians(0, 1, meanOfMixed, ofMixed);
        }

        private static double gaussians(double m1, double v1, double m2, double v2) {
            return (Math.log(v2 / v1) + (v1 + (m1 - m2) * (m1 - m2)) / v2 - 1) / 2;
        }
    }

    @Nested
    class OfSquaredWasserstein extends Formula {
        @Override
        protected Divergence term() {
            return new SquaredWasserstein.Term();
        }

        @Override
        double formula(double mean, double logVariance) {
            return mean * mean + Math.pow(Math.exp(logVariance / 2) - 1, 2);
        }
    }
}
