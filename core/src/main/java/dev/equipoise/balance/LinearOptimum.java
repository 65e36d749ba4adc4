package dev.equipoise.balance;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The optimum of a linear VAE with M latents on data whose covariance has these eigenvalues, for the loss SSE + 2b·KL:
 * reverse water-filling (Cover and Thomas 2006, theorem 10.3.3; Lucas et al. 2019). Squared errors are summed
 * over a datum's elements, rates are KL in nats.
 *
 * @param eigenvalues of the training split's covariance, largest first, none negative; length N
 * @param latents the number M of latents
 * @param exact whether the experiment's own model is linear, so that it can do no better
 * @param bPerBeta b at beta 1: a half if the squared error is trained, the variance of a Gaussian likelihood; empty if
 *     another likelihood, or another divergence than KL, is trained
 * @param saving what codes can save at most of what is trained, in its unit per example: infinite if that is not known
 */
public record LinearOptimum(double[] eigenvalues, int latents, boolean exact, OptionalDouble bPerBeta, double saving) {

    /** The share of the variance below which a residual counts as zero; the rounding of float data is far below it. */
    private static final double NOTHING = 1e-6;

    private static final double ROUNDING = 1e-9;

    /** The optimum if the squared error is trained. */
    public LinearOptimum(double[] eigenvalues, int latents, boolean exact) {
        this(eigenvalues, latents, exact, OptionalDouble.of(0.5), Double.POSITIVE_INFINITY);
    }

    /** Whether beta determines b. */
    public boolean knowsBeta() {
        return bPerBeta.isPresent();
    }

    /** The beta that has this b; not a number unless {@link #knowsBeta}. */
    public double beta(double b) {
        return b / bPerBeta.orElse(Double.NaN);
    }

    /** The b of this beta; not a number unless {@link #knowsBeta}. */
    public double b(double beta) {
        return beta * bPerBeta.orElse(Double.NaN);
    }

    /** KL in nats. */
    public double rate(double b) {
        return Arrays.stream(eigenvalues)
                .limit(latents)
                .map(eigenvalue -> eigenvalue > b ? Math.log(eigenvalue / b) / 2 : 0)
                .sum();
    }

    /** Squared error per example. */
    public double distortion(double b) {
        return Arrays.stream(eigenvalues)
                        .limit(latents)
                        .map(eigenvalue -> Math.min(eigenvalue, b))
                        .sum()
                + residual();
    }

    /** Squared error of M latents at any rate: the variance beyond them. */
    public double residual() {
        return Arrays.stream(eigenvalues).skip(latents).sum();
    }

    /** Squared error without any latent. */
    public double variance() {
        return Arrays.stream(eigenvalues).sum();
    }

    /** Whether M latents leave nothing to explain. */
    public boolean explainsAll() {
        return residual() <= NOTHING * variance();
    }

    /**
     * Whether a decoder's variance that follows the squared error per element falls on below this one: at that balance the
     * error is less. The error is concave in b and not negative at 0, so nothing above holds the variance either. With as
     * many latents as elements and data of full rank the error is what the variance says, all the way down: there the
     * variance stays where it is, and every one below the least eigenvalue has the same likelihood.
     *
     * @param factor weight of KL beside the likelihood, so that b is factor times the variance
     */
    public boolean variancePassesBelow(double variance, double factor) {
        return distortion(factor * variance) < (1 - ROUNDING) * eigenvalues.length * variance;
    }

    /** The largest b at which the rate is this. */
    public double atRate(double nats) {
        double logarithms = 0;
        for (int active = 1; ; active++) {
            logarithms += Math.log(eigenvalues[active - 1]);
            double b = Math.exp((logarithms - 2 * nats) / active);
            if (isLast(active) || b >= eigenvalues[active]) {
                return b;
            }
        }
    }

    /**
     * The largest b at which the squared error is this; negative below the {@link #residual}, where there is none, and
     * the largest eigenvalue from the whole variance on.
     */
    public double atDistortion(double squaredError) {
        double left = Math.min(squaredError, variance()) - variance();
        for (int active = 1; ; active++) {
            left += eigenvalues[active - 1];
            double b = left / active;
            if (isLast(active) || b >= eigenvalues[active]) {
                return b;
            }
        }
    }

    private boolean isLast(int active) {
        return active >= Math.min(latents, eigenvalues.length);
    }

    /**
     * The KL in nats with which all but this share of the variance is explained. Of a linear model that is what its M
     * latents can explain. Otherwise all N count: with no covariance does a source need more nats than a Gaussian one, which
     * makes this an upper bound for every model.
     */
    public double rateLeaving(double share) {
        int within = exact ? Math.min(latents, eigenvalues.length) : eigenvalues.length;
        LinearOptimum whole = new LinearOptimum(Arrays.copyOf(eigenvalues, within), within, exact, bPerBeta, saving);
        return whole.rate(whole.atDistortion(share * variance()));
    }
}
