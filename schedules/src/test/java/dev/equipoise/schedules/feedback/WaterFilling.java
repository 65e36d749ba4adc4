package dev.equipoise.schedules.feedback;

import java.util.Random;

/**
 * A plant to control: the KL of the best linear VAE on Gaussian data, R(b) = Σ ½·ln⁺(λ/b) with b = beta/2, approached
 * with a first-order lag and read with noise.
 */
final class WaterFilling {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};

    private final Random random = new Random(7);
    private final double lag;
    private final double noise;
    private double kl;

    /** Lag in steps, noise as a fraction of the KL. */
    WaterFilling(double lag, double noise, double beta) {
        this.lag = lag;
        this.noise = noise;
        kl = rate(beta);
    }

    /** The KL, in nats, that training at this beta ends with. */
    static double rate(double beta) {
        double rate = 0;
        for (double eigenvalue : EIGENVALUES) {
            rate += Math.max(0, Math.log(2 * eigenvalue / beta)) / 2;
        }
        return rate;
    }

    /** The reading of one step at this beta. */
    double step(double beta) {
        kl += (rate(beta) - kl) / lag;
        return kl * (1 + noise * random.nextGaussian());
    }

    /** The KL without noise. */
    double kl() {
        return kl;
    }
}
