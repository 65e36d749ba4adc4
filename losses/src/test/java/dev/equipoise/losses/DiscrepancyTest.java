package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscrepancyTest {

    private static final int BATCHES = 400;
    private static final int ROWS = 16;

    /** Σ over pairs of different examples of k(z, z') + k(ε, ε') − k(z, ε') − k(z', ε), over B(B − 1). */
    private static double statistic(Kernel kernel, double[][] latents, double[][] noise) {
        double sum = 0;
        for (int i = 0; i < latents.length; i++) {
            for (int j = 0; j < latents.length; j++) {
                if (i != j) {
                    sum += alike(kernel, latents[i], latents[j])
                            + alike(kernel, noise[i], noise[j])
                            - alike(kernel, latents[i], noise[j])
                            - alike(kernel, latents[j], noise[i]);
                }
            }
        }
        return sum / (latents.length * (latents.length - 1.0));
    }

    private static double alike(Kernel kernel, double[] one, double[] other) {
        double distance = IntStream.range(0, one.length)
                .mapToDouble(i -> Math.pow(one[i] - other[i], 2))
                .sum();
        double width = 2 * one.length;
        return switch (kernel) {
            case GAUSSIAN -> Math.exp(-distance / width);
            case INVERSE_MULTIQUADRATIC ->
                Arrays.stream(new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10})
                        .map(scale -> scale * width / (scale * width + distance))
                        .sum();
        };
    }

    private static double[][] latents(Sample sample) {
        double[][] latents = new double[sample.mean().length][sample.mean()[0].length];
        for (int i = 0; i < latents.length; i++) {
            for (int j = 0; j < latents[i].length; j++) {
                latents[i][j] = sample.mean()[i][j] + Math.exp(sample.logVariance()[i][j] / 2) * sample.noise()[i][j];
            }
        }
        return latents;
    }

    private static double[][] gaussian(Random random, double mean, double deviation) {
        double[][] rows = new double[ROWS][2];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> mean + deviation * random.nextGaussian());
        }
        return rows;
    }

    /** The aggregate posterior: means with this spread, and posteriors of this deviation. */
    private static double[] values(EngineTrial trial, Kernel kernel, double mean, double spread, double deviation) {
        Random random = new Random(17);
        double[][] logVariance = gaussian(random, 2 * Math.log(deviation), 0);
        Discrepancy term = new Discrepancy("wae", 1, kernel);
        return IntStream.range(0, BATCHES)
                .mapToDouble(batch -> {
                    double[][] means = gaussian(random, mean, spread);
                    double[][] noise = gaussian(random, 0, 1);
                    return trial.values(
                                    term,
                                    new Sample(new double[ROWS][1], means, logVariance, new double[ROWS][1], noise))[0];
                })
                .toArray();
    }

    private static void assertMean(double[] values, double expected) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = Math.sqrt(
                Arrays.stream(values).map(value -> Math.pow(value - mean, 2)).sum() / BATCHES / BATCHES);
        assertThat(mean).isCloseTo(expected, within(4 * error));
        assertThat(error).isLessThan(0.02);
    }

    /** A sum that counts each example's likeness to itself would be above 0 by 2·k(0)/B. */
    @ParameterizedTest
    @EnumSource
    void anAggregatePosteriorThatIsThePriorHasNoDiscrepancyOnTheAverage(Kernel kernel) {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            assertMean(values(trial, kernel, 0, 0.8, 0.6), 0);
        }
    }

    /** The mean of the Gaussian kernel of two Gaussian points is a Gaussian integral. */
    @Test
    void theMeanIsTheDiscrepancyOfTheAggregatePosterior() {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            double mean = 0.9;
            double variance = 0.3 * 0.3 + 0.5 * 0.5;
            double expected = integral(2 * variance, 0) + integral(2, 0) - 2 * integral(variance + 1, mean);
            assertThat(expected).isGreaterThan(0.05);
            assertMean(values(trial, Kernel.GAUSSIAN, mean, 0.3, 0.5), expected);
        }
    }

    /** E exp(−d²/4) for a difference of two elements with this variance and mean each. */
    private static double integral(double variance, double mean) {
        double one = Math.sqrt(4 / (4 + 2 * variance)) * Math.exp(-mean * mean / (4 + 2 * variance));
        return one * one;
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void posteriorsThatAreThePriorHaveNoneAtAll(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample prior = new Sample(new double[8][1], new double[8][3], new double[8][3], new double[8][1]).noisy(2);
            for (Kernel kernel : Kernel.values()) {
                assertThat(trial.values(new Discrepancy("wae", 1, kernel), prior)[0])
                        .isCloseTo(0, within(1e-12));
            }
        }
    }

    @Wae(lambda = 5, kernel = Kernel.GAUSSIAN)
    @InfoVae(alpha = 0.5, lambda = 20)
    private static final class Usual {}

    @InfoVae(alpha = -2, lambda = 2)
    private static final class Negative {}

    private static LossTerm infoVae(Class<?> annotated, int batchSize) {
        return new InfoVae.Factory()
                .create(Objects.requireNonNull(annotated.getAnnotation(InfoVae.class)), facts(batchSize));
    }

    private static LossTerm wae(int batchSize) {
        return new Wae.Factory().create(Objects.requireNonNull(Usual.class.getAnnotation(Wae.class)), facts(batchSize));
    }

    private static Facts facts(int batchSize) {
        DataFacts data = new DataFacts(33, 10, List.of(4), Optional.empty());
        return new Facts(Optional.of(data), batchSize, 1, 0);
    }

    @Test
    void theWeightsAreThoseOfThePapers() {
        assertThat(infoVae(Usual.class, 11).weight()).isEqualTo(19.5);
        assertThat(wae(11)).isEqualTo(new Discrepancy("wae", 5, Kernel.GAUSSIAN));
        assertThat(wae(11).separable()).isFalse();
        assertThatThrownBy(() -> infoVae(Negative.class, 11))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageStartingWith("alpha + lambda must be at least 1, got -2.0 and 2.0");
    }

    @Test
    void aBatchWithoutAPairIsRefused() {
        assertThatThrownBy(() -> wae(1)).hasMessageContaining("a batch must have at least 2 examples, got 1");
        assertThatThrownBy(() -> infoVae(Usual.class, 32))
                .hasMessageContaining("the last batch of an epoch must have at least 2 examples, got 1 of 33")
                .hasMessageContaining("set experiment.batchSize=31");
    }

    abstract static class Values extends LossTermContract {

        abstract Kernel kernel();

        @Override
        protected LossTerm term() {
            return new Discrepancy("infoVae", 2, kernel());
        }

        @Override
        protected Sample sample(long seed) {
            return Sample.random(seed).noisy(seed);
        }

        @Override
        protected double[] formula(Sample sample) {
            return new double[] {statistic(kernel(), latents(sample), sample.noise())};
        }
    }

    @Nested
    class Gaussian extends Values {
        @Override
        Kernel kernel() {
            return Kernel.GAUSSIAN;
        }
    }

    @Nested
    class InverseMultiquadratic extends Values {
        @Override
        Kernel kernel() {
            return Kernel.INVERSE_MULTIQUADRATIC;
        }
    }
}
