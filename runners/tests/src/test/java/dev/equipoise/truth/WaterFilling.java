package dev.equipoise.truth;

import java.util.Arrays;

/**
 * The optimum of a linear VAE on Gaussian data with these eigenvalues, largest first, and M latents, for b = beta/2: reverse
 * water-filling (Shannon; Lucas et al. 2019).
 */
record WaterFilling(double[] eigenvalues, int latents) {

    /** E‖x − x̂‖². */
    double distortion(double b) {
        double total = 0;
        for (int i = 0; i < eigenvalues.length; i++) {
            total += i < latents ? Math.min(eigenvalues[i], b) : eigenvalues[i];
        }
        return total;
    }

    /** KL in nats. */
    double rate(double b) {
        return Arrays.stream(eigenvalues)
                .limit(latents)
                .map(eigenvalue -> 0.5 * Math.max(0, Math.log(eigenvalue / b)))
                .sum();
    }

    /** Latents whose posterior mean varies by more than 0.01. */
    long activeUnits(double b) {
        return Arrays.stream(eigenvalues)
                .limit(latents)
                .filter(eigenvalue -> eigenvalue > b / 0.99)
                .count();
    }

    /** The b at which the rate is this, by bisection. */
    double atRate(double nats) {
        double low = 1e-9;
        double high = eigenvalues[0];
        for (int i = 0; i < 200; i++) {
            double middle = Math.sqrt(low * high);
            if (rate(middle) > nats) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }

    /** Whether every eigenvalue is far enough from b for active units to be counted exactly. */
    boolean apart(double b) {
        return Arrays.stream(eigenvalues).allMatch(eigenvalue -> Math.abs(eigenvalue / b - 1) >= 0.15);
    }
}
