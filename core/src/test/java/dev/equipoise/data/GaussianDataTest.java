package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GaussianDataTest {

    @Test
    void bothSplitsAreCentred() {
        Dataset data = source(Map.of(), 1).load();

        for (Split split : List.of(data.training(), data.validation())) {
            assertThat(mean(split)).containsExactly(new double[5], within(1e-7));
        }
    }

    @Test
    void theTracesOfTheCovariancesPowersAreThoseOfTheEigenvalues() {
        Dataset data = source(Map.of(), 1).load();

        for (Split split : List.of(data.training(), data.validation())) {
            assertSpectrum(covariance(split), 4, 2, 1, 0.5, 0.25);
        }
    }

    @Test
    void directionsBeyondTheEigenvaluesAreConstant() {
        DataSource source = source(Map.of("eigenvalues", new double[] {3, 0.1}, "dimensions", 12, "examples", 50), 4);

        assertThat(source.facts()).isEqualTo(new DataFacts(50, 48, List.of(12), Optional.empty(), true));
        assertSpectrum(covariance(source.load().training()), 3, 0.1);
        assertSpectrum(covariance(source.load().validation()), 3, 0.1);
    }

    @Test
    void equalAndWidelySpreadEigenvaluesAreExactToo() {
        assertSpectrum(
                covariance(source(Map.of("eigenvalues", new double[] {1, 1, 1}), 2)
                        .load()
                        .training()),
                1,
                1,
                1);
        double[][] spread = covariance(source(Map.of("eigenvalues", new double[] {100, 1, 0.01}), 2)
                .load()
                .training());
        assertSpectrum(spread, 100, 1, 0.01);
    }

    @Test
    void theTwoSplitsShareTheirAxes() {
        Dataset data = source(Map.of(), 1).load();

        double[][] training = covariance(data.training());
        double[][] validation = covariance(data.validation());
        for (int i = 0; i < 5; i++) {
            assertThat(validation[i]).containsExactly(training[i], within(1e-5));
        }
        assertThat(data.validation().values()[0]).isNotEqualTo(data.training().values()[0]);
    }

    @Test
    void theAxesAreRotated() {
        double[][] covariance = covariance(source(Map.of(), 1).load().training());

        assertThat(Math.abs(covariance[0][1]) + Math.abs(covariance[0][2])).isGreaterThan(0.05);
    }

    @Test
    void theDrawsDependOnTheSeedAlone() {
        assertThat(source(Map.of(), 1).load().training().values())
                .isEqualTo(source(Map.of(), 1).load().training().values())
                .isNotEqualTo(source(Map.of(), 2).load().training().values());
    }

    @Test
    void theDrawsAreGaussian() {
        float[] values = source(Map.of("eigenvalues", new double[] {1}), 3)
                .load()
                .training()
                .values();

        double fourth = 0;
        for (float value : values) {
            fourth += Math.pow(value, 4) / values.length;
        }
        assertThat(fourth).isCloseTo(3, within(4 * Math.sqrt(96.0 / values.length)));
    }

    @Test
    void theFactsAreThoseOfTheSplits() {
        DataSource source = source(Map.of(), 1);

        assertThat(source.facts()).isEqualTo(new DataFacts(7_680, 1_536, List.of(5), Optional.empty(), true));
        assertThat(PreprocessedData.load(source, List.of()).facts()).isEqualTo(source.facts());
        assertThat(new Facts(Optional.of(source.facts()), 256, 200, 0).totalSteps())
                .isEqualTo(6_000);
    }

    @Test
    void everyProblemIsReported() {
        assertThat(problems(Map.of("eigenvalues", new double[] {1, 0, 2}, "dimensions", 2, "examples", 2)))
                .containsExactly(
                        "eigenvalues must be positive and finite, got [1.0, 0.0, 2.0]; for directions without variance"
                                + " set gaussianData.dimensions",
                        "dimensions must be at least the number of eigenvalues, 3, got 2; 0 means that number",
                        "examples must be more than the dimensions, 2, got 2");
        assertThat(problems(Map.of("eigenvalues", new double[] {Double.NaN}))).hasSize(1);
        assertThat(problems(Map.of("eigenvalues", new double[0])))
                .containsExactly("eigenvalues must be at least one, got none");
        assertThat(problems(Map.of("dimensions", 50_000, "examples", 50_001)))
                .singleElement()
                .asString()
                .startsWith("examples times dimensions must be at most 2147483639");
    }

    private static DataSource source(Map<String, Object> values, long seed) {
        return new GaussianData.Factory()
                .create(
                        Annotations.annotation(GaussianData.class, values),
                        new Facts(Optional.empty(), 256, 200, seed));
    }

    private static List<String> problems(Map<String, Object> values) {
        return catchThrowableOfType(InvalidPartException.class, () -> source(values, 0))
                .problems();
    }

    /** The traces of C, C², ..., C^D settle the eigenvalues of a symmetric D x D matrix (Newton's identities). */
    private static void assertSpectrum(double[][] covariance, double... eigenvalues) {
        double[][] power = covariance;
        for (int p = 1; p <= covariance.length; p++) {
            int exponent = p;
            double expected =
                    DoubleStream.of(eigenvalues).map(l -> Math.pow(l, exponent)).sum();
            double trace = 0;
            for (int i = 0; i < power.length; i++) {
                trace += power[i][i];
            }
            assertThat(trace).as("trace of power %d", p).isCloseTo(expected, within(1e-6 * p * expected));
            power = product(power, covariance);
        }
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                for (int k = 0; k < a.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[] mean(Split split) {
        double[] mean = new double[split.elements()];
        float[] values = split.values();
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += values[i] / (double) split.examples();
        }
        return mean;
    }

    private static double[][] covariance(Split split) {
        int size = split.elements();
        double[] mean = mean(split);
        double[][] covariance = new double[size][size];
        float[] values = split.values();
        for (int n = 0; n < split.examples(); n++) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    covariance[i][j] +=
                            (values[n * size + i] - mean[i]) * (values[n * size + j] - mean[j]) / split.examples();
                }
            }
        }
        return covariance;
    }
}
