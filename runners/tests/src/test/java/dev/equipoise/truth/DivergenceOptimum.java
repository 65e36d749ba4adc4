package dev.equipoise.truth;

import java.util.function.DoubleUnaryOperator;

/**
 * The optimum of a linear VAE with as many latents as directions, for SSE + beta·Σ(slope(v)·μ² + rest(v)) with one
 * divergence of each latent's log-variance v: every direction for itself, by trying every v with the best gain.
 *
 * @param distortion squared error per example
 * @param rate KL in nats per example
 */
record DivergenceOptimum(double distortion, double rate) {

    private static final double LEAST = -10;
    private static final double MOST = 2;
    private static final int TRIALS = 120_000;

    static DivergenceOptimum of(
            double[] eigenvalues, double beta, DoubleUnaryOperator slope, DoubleUnaryOperator rest) {
        double distortion = 0;
        double rate = 0;
        for (double eigenvalue : eigenvalues) {
            double least = Double.POSITIVE_INFINITY;
            double error = 0;
            double kl = 0;
            for (int trial = 0; trial <= TRIALS; trial++) {
                double v = LEAST + (MOST - LEAST) * trial / TRIALS;
                double variance = Math.exp(v);
                double price = beta * slope.applyAsDouble(v);
                // The variance m of the mean costs price·m, and leaves λσ²/(m + σ²) of the direction.
                double m = Math.max(0, Math.sqrt(eigenvalue * variance / price) - variance);
                double left = eigenvalue * variance / (m + variance);
                double cost = left + price * m + beta * rest.applyAsDouble(v);
                if (cost < least) {
                    least = cost;
                    error = left;
                    kl = (m + variance - v - 1) / 2;
                }
            }
            distortion += error;
            rate += kl;
        }
        return new DivergenceOptimum(distortion, rate);
    }

    /** Of the reverse KL, in closed form: √(λb) and ½(√(λ/b) − 1) for every λ above b = beta/2. */
    static DivergenceOptimum ofReverse(double[] eigenvalues, double beta) {
        double b = beta / 2;
        double distortion = 0;
        double rate = 0;
        for (double eigenvalue : eigenvalues) {
            boolean worth = eigenvalue > b;
            distortion += worth ? Math.sqrt(eigenvalue * b) : eigenvalue;
            rate += worth ? (Math.sqrt(eigenvalue / b) - 1) / 2 : 0;
        }
        return new DivergenceOptimum(distortion, rate);
    }

    static DivergenceOptimum ofRenyi(double[] eigenvalues, double beta, double alpha) {
        DoubleUnaryOperator mixed = v -> alpha + (1 - alpha) * Math.exp(v);
        return of(
                eigenvalues,
                beta,
                v -> alpha / (2 * mixed.applyAsDouble(v)),
                v -> mixed.applyAsDouble(v) <= 0
                        ? Double.POSITIVE_INFINITY
                        : Math.log(mixed.applyAsDouble(v)) / (2 * (1 - alpha)) - v / 2);
    }

    static DivergenceOptimum ofGeometricJensenShannon(double[] eigenvalues, double beta, double weight) {
        double both = weight * (1 - weight);
        DoubleUnaryOperator mixed = v -> (1 - weight) * Math.exp(-v) + weight;
        return of(
                eigenvalues,
                beta,
                v -> both * (weight + (1 - weight) * Math.exp(-2 * v)) / (2 * mixed.applyAsDouble(v)),
                v -> (2 * both * (Math.cosh(v) - 1) - Math.log(mixed.applyAsDouble(v)) - (1 - weight) * v) / 2);
    }
}
