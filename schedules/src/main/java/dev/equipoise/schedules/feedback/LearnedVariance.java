package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Price;
import java.util.Map;

/** The common code of strategies that learn the variance of a Gaussian decoder. */
final class LearnedVariance {

    /** The largest ratio of a reading to the average, so that one broken batch is forgotten in a few hundred steps. */
    static final double WILD = 100;

    private static final double STEEPEST = 10;

    /** No variance is larger, so that prices stay finite in single precision. */
    static final double LARGEST = 1e30;

    private LearnedVariance() {}

    /** Negative log-likelihood at this variance plus {@code kl} times KL. */
    static Prices prices(double variance, double kl) {
        return new Prices(Price.towards(variance, 1), Price.of(kl), Map.of());
    }

    /**
     * mean/value − 1, at most 10: how far ln value is below that of the mean; 0 if the mean is not finite. A lower
     * limit would cut off readings above the mean, and readings of single examples vary as much as their mean.
     */
    static double slope(double mean, double value) {
        return Double.isFinite(mean) ? Math.min(mean / value - 1, STEEPEST) : 0;
    }

    /**
     * A moving average over about 100 steps without a bias from its initial value.
     *
     * @param mean of the readings; 0 before the first
     * @param weight of all readings together, 1 in the long run
     */
    record Average(double mean, double weight) {

        static final Average NONE = new Average(0, 0);

        private static final double MEMORY = 0.99;

        /** The average after one more reading; one that is not finite is left out. */
        Average with(double reading) {
            if (!Double.isFinite(reading)) {
                return this;
            }
            double tamed = Math.min(reading, mean > 0 ? WILD * mean : LARGEST);
            double total = MEMORY * weight + (1 - MEMORY);
            return new Average(Math.min((MEMORY * weight * mean + (1 - MEMORY) * tamed) / total, LARGEST), total);
        }
    }
}
