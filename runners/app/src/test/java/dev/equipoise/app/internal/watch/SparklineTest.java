package dev.equipoise.app.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {

    @Test
    void aLineRisesThroughEveryHeight() {
        double[] line = IntStream.range(0, 8).asDoubleStream().toArray();
        assertThat(Sparkline.of(line, 8, true)).isEqualTo("▁▂▃▄▅▆▇█");
        assertThat(Sparkline.of(line, 80, false)).hasSize(8).startsWith("_").endsWith("#");
    }

    @Test
    void manyValuesAreAveragedIntoTheWidth() {
        double[] swing = IntStream.range(0, 1_000)
                .mapToDouble(i -> i % 2 + (i < 500 ? 0 : 8))
                .toArray();
        assertThat(Sparkline.of(swing, 4, true)).isEqualTo("▁▁██");
    }

    @Test
    void whatIsNotFiniteIsBlankAndLevelCurvesLieInTheMiddle() {
        double[] broken = {1, Double.NaN, Double.POSITIVE_INFINITY, 1};
        assertThat(Sparkline.of(broken, 4, true)).isEqualTo("▅  ▅");
        assertThat(Sparkline.of(new double[] {0, 0}, 2, false)).isEqualTo("~~");
        assertThat(Sparkline.of(new double[0], 4, true)).isEmpty();
    }

    @Test
    void lessThanAThousandthIsNoise() {
        assertThat(Sparkline.of(new double[] {-500, -500.4, -500.1}, 3, true)).isEqualTo("▅▅▅");
        assertThat(Sparkline.of(new double[] {0.5, 0.5 + 1e-12}, 2, true)).isEqualTo("▅▅");
        assertThat(Sparkline.of(new double[] {-500, -500.6}, 2, true)).isEqualTo("█▁");
    }

    @Test
    void theLargestNumbersDoNotOverflow() {
        assertThat(Sparkline.of(new double[] {-Double.MAX_VALUE, 0, Double.MAX_VALUE}, 3, true))
                .isEqualTo("▁▅█");
    }
}
