package dev.equipoise.app.internal.watch;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A curve in one line of text: each character is the mean of its part of the values, from the lowest to the highest. A
 * curve that varies by less than a thousandth of its largest absolute value is level: it lies in the middle, as on the
 * run's page, for its variation is noise.
 */
final class Sparkline {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.,-~=+*#";

    private static final double LEVEL = 1e-3;

    private Sparkline() {}

    /** At most {@code width} characters; a part without finite values is blank. */
    static String of(double[] values, int width, boolean unicode) {
        double[] means = means(values, Math.min(width, values.length));
        double low = finite(means).min().orElse(0);
        double high = finite(means).max().orElse(0);
        String heights = unicode ? BLOCKS : ASCII;
        return Arrays.stream(means)
                .mapToObj(mean -> Double.isFinite(mean) ? height(mean, low, high, heights) : " ")
                .collect(Collectors.joining());
    }

    private static String height(double value, double low, double high, String heights) {
        // Halves, because the distance between two finite numbers may not be finite.
        double range = high / 2 - low / 2;
        boolean level = range <= 0 || range < LEVEL / 2 * Math.max(Math.abs(low), Math.abs(high));
        double place = level ? 0.5 : (value / 2 - low / 2) / range;
        int index = (int) Math.round(place * (heights.length() - 1));
        return heights.substring(index, index + 1);
    }

    private static double[] means(double[] values, int parts) {
        return IntStream.range(0, parts)
                .mapToDouble(part -> {
                    int from = (int) ((long) part * values.length / parts);
                    int to = (int) ((part + 1L) * values.length / parts);
                    return finite(Arrays.copyOfRange(values, from, to))
                            .average()
                            .orElse(Double.NaN);
                })
                .toArray();
    }

    private static DoubleStream finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite);
    }
}
