package dev.equipoise.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

    @Test
    void theQuantileInvertsTheNormalDistributionFunction() {
        assertThat(CounterRandom.quantile(0.5)).isZero();
        assertThat(CounterRandom.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-15));
        assertThat(CounterRandom.quantile(0.75)).isCloseTo(0.6744897501960817, within(1e-15));
        assertThat(CounterRandom.quantile(0.001)).isCloseTo(-3.090232306167813, within(1e-14));
        assertThat(CounterRandom.quantile(1e-12)).isCloseTo(-7.034483825301132, within(1e-13));
    }

    @Test
    void theLogarithmIsRightToTheLastPlaces() {
        for (long i = 0; i < 100_000; i++) {
            double x = CounterRandom.uniform(3, 4, 5, i) * Math.pow(2, -(i % 60));
            assertThat(CounterRandom.logarithm(x)).isCloseTo(Math.log(x), within(4e-16 - 4e-16 * Math.log(x)));
        }
    }

    @Test
    void theBitsOfASeedNeverChange() {
        assertThat(CounterRandom.bits(7, CounterRandom.Stream.TRAINING_NOISE, 11, 13))
                .isEqualTo(CounterRandom.bits(7, CounterRandom.Stream.TRAINING_NOISE, 11, 13))
                .isNotEqualTo(CounterRandom.bits(7, CounterRandom.Stream.TRAINING_NOISE, 11, 14))
                .isNotEqualTo(CounterRandom.bits(7, CounterRandom.Stream.TRAINING_NOISE, 12, 13))
                .isNotEqualTo(CounterRandom.bits(7, CounterRandom.Stream.EVALUATION_NOISE, 11, 13))
                .isNotEqualTo(CounterRandom.bits(8, CounterRandom.Stream.TRAINING_NOISE, 11, 13));
        float[] pinned = new float[3];
        CounterRandom.gaussian(pinned, 7, CounterRandom.Stream.TRAINING_NOISE, 0);
        assertThat(pinned).containsExactly(PINNED);
    }

    private static final float[] PINNED = {1.6889358f, 1.0233682f, 1.6121529f};

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        int n = 1_000_000;
        double[] x = new double[n];
        CounterRandom.gaussian(x, 1, 2, 3);
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
        double lag = IntStream.range(1, n).mapToDouble(i -> x[i] * x[i - 1]).sum() / n;
        assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(n)));
        assertThat(variance).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
        assertThat(fourth).isCloseTo(3, within(4 * Math.sqrt(96.0 / n)));
        assertThat(lag).isCloseTo(0, within(4 / Math.sqrt(n)));
    }

    @Test
    void aPermutationHoldsEveryIndexOnceAndKeepsSomePlaces() {
        int[] order = CounterRandom.permutation(10_000, 5, CounterRandom.Stream.ORDER, 0);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 10_000).toArray());
        long fixedPoints = IntStream.range(0, 10_000).filter(i -> order[i] == i).count();
        assertThat(fixedPoints).isLessThan(8);
        assertThat(order).isNotEqualTo(CounterRandom.permutation(10_000, 5, CounterRandom.Stream.ORDER, 1));
    }
}
