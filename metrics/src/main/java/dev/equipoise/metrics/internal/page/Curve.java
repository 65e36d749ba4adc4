package dev.equipoise.metrics.internal.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one number did over the whole run, in at most {@value #POINTS} points: each is the mean of as many steps as are
 * needed for that, a power of two. Values that are not finite are left out.
 */
final class Curve {
    static final int POINTS = 256;

    private final double[] means = new double[POINTS];
    private int size;
    private long stride = 1;
    private double sum;
    private long summed;

    void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        sum += value;
        summed++;
        if (summed == stride) {
            means[size++] = sum / stride;
            sum = 0;
            summed = 0;
            if (size == POINTS) {
                halve();
            }
        }
    }

    private void halve() {
        for (int i = 0; i < POINTS / 2; i++) {
            means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
        }
        size = POINTS / 2;
        stride *= 2;
    }

    /** Of how many values a point is the mean; the last point may be of fewer. */
    long stride() {
        return stride;
    }

    /** The points in order, the unfinished last one too. */
    List<Double> points() {
        List<Double> points =
                new ArrayList<>(Arrays.stream(means, 0, size).boxed().toList());
        if (summed > 0) {
            points.add(sum / summed);
        }
        return points;
    }
}
