package dev.equipoise.stopping;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** A robust location and scale of a few numbers: up to half of them may be outliers. */
public final class Median {

    private Median() {}

    /** The middle of the sorted values, or the mean of the two middles. */
    public static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Median of the absolute deviations from a number (MAD). */
    public static double deviation(double[] values, double from) {
        return of(mapped(values, value -> Math.abs(value - from)));
    }

    private static double[] mapped(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }
}
