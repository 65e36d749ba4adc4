package dev.equipoise.app.findlr;

import dev.equipoise.app.findlr.LossCurve.Point;
import java.util.List;
import java.util.Optional;

/**
 * What a range test says.
 *
 * @param steepest the rate around which the loss falls fastest per order of magnitude
 * @param lowest the rate at which the average loss is lowest, and from which on it rises
 * @param atTheEnd whether that is the end of the test, so that the loss might fall further at higher rates
 */
public record Suggestion(double steepest, double lowest, boolean atTheEnd) {

    /** A tenth of the rate from which on the loss rises. */
    public double tenth() {
        return lowest / 10;
    }

    /**
     * Empty where the loss is lowest too early for a slope.
     *
     * @param window steps over which a slope is taken
     */
    static Optional<Suggestion> of(List<Point> points, int memory, int window) {
        int lowest = Math.min(memory, points.size() - 1);
        for (int i = lowest; i < points.size(); i++) {
            lowest = points.get(i).smoothed() < points.get(lowest).smoothed() ? i : lowest;
        }
        if (lowest < window) {
            return Optional.empty();
        }
        int steepest = 0;
        for (int first = 0; first + window <= lowest + 1; first++) {
            steepest = slope(points, first, window) < slope(points, steepest, window) ? first : steepest;
        }
        return Optional.of(new Suggestion(
                points.get(steepest + window / 2).rate(), points.get(lowest).rate(), lowest >= points.size() - memory));
    }

    /**
     * Slope of the straight line of least squares through the losses themselves over ln rate, which is spaced evenly: the
     * average would lag, and neighbours tell of noise. The spacing and the sum of squares, the same for all, are left out.
     */
    private static double slope(List<Point> points, int first, int window) {
        double slope = 0;
        for (int i = 0; i < window; i++) {
            slope += (i - (window - 1) / 2.0) * points.get(first + i).loss();
        }
        return slope;
    }
}
