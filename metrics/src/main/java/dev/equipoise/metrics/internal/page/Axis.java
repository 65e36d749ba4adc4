package dev.equipoise.metrics.internal.page;

import dev.equipoise.text.Numbers;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * The values from the bottom of a chart to its top. A curve that varies by less than a thousandth of its largest absolute
 * value is level: it lies in the middle, for its variation is noise that no axis should blow up.
 */
final class Axis {
    /** From this ratio of the largest to the smallest value on, equal ratios are drawn as equal steps. */
    private static final double LOGARITHMIC = 30;

    private static final double LEVEL = 1e-3;
    private static final double ROUNDING = 1e-12;

    private final double low;
    private final double high;
    private final double size;

    private Axis(double low, double high) {
        this.low = low;
        this.high = high;
        this.size = Math.max(Math.abs(low), Math.abs(high));
    }

    /** @param points finite, and at least one */
    static Axis of(List<Double> points) {
        return new Axis(
                points.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                points.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    /** From 0 at the bottom to 1 at the top. */
    double part(double value) {
        if (isLevel()) {
            return 0.5;
        }
        return isLogarithmic()
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (value / 2 - low / 2) / halfRange();
    }

    /** The numbers at the top, in the middle and at the bottom; of a level curve the one in the middle alone. */
    List<String> numbers() {
        double middle = isLogarithmic() ? Math.sqrt(low) * Math.sqrt(high) : low / 2 + high / 2;
        if (isLevel()) {
            return List.of("", Numbers.significant(middle), "");
        }
        // As many digits as tell the three apart, and one more.
        int digits = (int) Math.ceil(Math.log10(size / halfRange())) + 2;
        DoubleUnaryOperator whole = value -> Math.abs(value) < 1e-9 * size ? 0 : value;
        return DoubleStream.of(high, middle, low)
                .map(whole)
                .mapToObj(value -> Numbers.significant(value, Math.min(7, Math.max(4, digits))))
                .toList();
    }

    /** What the numbers do not say. */
    String remark() {
        if (isLevel()) {
            return halfRange() <= ROUNDING * size / 2 ? "constant" : "varies by less than 0.1 %";
        }
        return isLogarithmic() ? "log scale" : "";
    }

    private boolean isLevel() {
        return halfRange() <= 0 || halfRange() < LEVEL * size / 2;
    }

    private boolean isLogarithmic() {
        return low > 0 && high / low > LOGARITHMIC;
    }

    /** The distance between two finite numbers may not be finite, its half is. */
    private double halfRange() {
        return high / 2 - low / 2;
    }
}
