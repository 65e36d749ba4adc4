package dev.equipoise.metrics.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class AxisTest {
    private static final Pattern POINTS = Pattern.compile("<polyline class=\"line kl\" points=\"([^\"]*)\"");

    @Test
    void aCurveGoesFromTheBottomToTheTopBetweenItsNumbers() {
        String chart = line(2.0, 8.0, 5.0);
        assertThat(points(chart)).isEqualTo("0.0,200.0 500.0,0.0 1000.0,100.0");
        assertThat(chart)
                .contains(
                        "<p class=\"numbers\"><span>8</span><span>5</span><span>2</span></p><svg",
                        "</svg><p class=\"axis\"><span>step 1</span><span></span><span>step 300</span></p>");
    }

    @Test
    void aConstantCurveIsALineInTheMiddle() {
        for (double value : new double[] {0.5, 0, -3, 1e300, 1e-300}) {
            assertThat(points(line(value, value))).isEqualTo("0.0,100.0 1000.0,100.0");
        }
        // The mean of equal numbers is theirs but for rounding.
        String chart = line(0.3, 0.1 + 0.2);
        assertThat(points(chart)).isEqualTo("0.0,100.0 1000.0,100.0");
        assertThat(chart).contains("<span></span><span>0.3</span><span></span>", "<span>constant</span>");
    }

    @Test
    void lessThanAThousandthIsNoise() {
        String noise = line(-500, -500.4, -500.1);
        assertThat(points(noise)).isEqualTo("0.0,100.0 500.0,100.0 1000.0,100.0");
        assertThat(noise)
                .contains("<span></span><span>-500.2</span><span></span>", "<span>varies by less than 0.1 %</span>");
        assertThat(points(line(-500, -500.6))).isEqualTo("0.0,0.0 1000.0,200.0");
    }

    @Test
    void theNumbersOfANarrowRangeDiffer() {
        assertThat(Axis.of(List.of(1000.0, 1001.5)).numbers()).containsExactly("1001.5", "1000.75", "1000");
        assertThat(Axis.of(List.of(-1.0, 1.0)).numbers()).containsExactly("1", "0", "-1");
        assertThat(Axis.of(List.of(23.4567, 83.4567)).numbers()).containsExactly("83.46", "53.46", "23.46");
    }

    @Test
    void aLogarithmicAxisSaysSoAndHasItsOwnMiddle() {
        String chart = line(0.01, 1, 100);
        assertThat(points(chart)).isEqualTo("0.0,200.0 500.0,100.0 1000.0,0.0");
        assertThat(chart).contains("<span>100</span><span>1</span><span>0.01</span>", "<span>log scale</span>");
        assertThat(points(line(Double.MIN_VALUE, Double.MAX_VALUE))).isEqualTo("0.0,200.0 1000.0,0.0");
        assertThat(points(line(-Double.MAX_VALUE, Double.MAX_VALUE))).isEqualTo("0.0,200.0 1000.0,0.0");
    }

    @Test
    void sharesAndBarsHaveNumbersToo() {
        List<Double> half = List.of(1.0, 1.0);
        assertThat(Chart.shares("shares", List.of(half, half, List.of(0.0, 0.0)), "step 1", "step 2"))
                .contains(
                        "<span>100 %</span><span>50 %</span><span>0 %</span>",
                        "<span>step 1</span><span></span><span>step 2</span>");
        assertThat(Chart.bars("bars", List.of("a", "b"), new double[] {3, 1}, "latent 0", "latent 1"))
                .contains(
                        "<span>3</span><span>1.5</span><span>0</span>",
                        "<span>latent 0</span><span></span><span>latent 1</span>");
    }

    private static String line(double... points) {
        return Chart.line("a curve", "kl", DoubleStream.of(points).boxed().toList(), "step 1", "step 300");
    }

    private static String points(String chart) {
        Matcher found = POINTS.matcher(chart);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
