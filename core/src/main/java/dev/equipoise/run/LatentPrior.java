package dev.equipoise.run;

import dev.equipoise.random.CounterRandom;
import java.util.Collections;
import java.util.List;

/**
 * The values of a prior: a mixture of K diagonal Gaussians of M latents.
 *
 * @param latents M
 * @param weights of the Gaussians, which add up to 1; length K
 * @param means in rows of M
 * @param logVariances natural logarithms of the variances, in rows of M
 */
public record LatentPrior(int latents, List<Double> weights, float[] means, float[] logVariances) {

    public LatentPrior {
        weights = List.copyOf(weights);
    }

    /** N(0, I). */
    public static LatentPrior standardNormal(int latents) {
        return new LatentPrior(latents, Collections.nCopies(1, 1.0), new float[latents], new float[latents]);
    }

    /** The variance of a latent. */
    public double variance(int latent) {
        double mean = 0;
        double seconds = 0;
        for (int k = 0; k < weights.size(); k++) {
            double of = means[k * latents + latent];
            mean += weights.get(k) * of;
            seconds += weights.get(k) * (of * of + Math.exp(logVariances[k * latents + latent]));
        }
        return seconds - mean * mean;
    }

    /** KL of N(mean, exp(logVariance)) from a latent's prior in nats; NaN if there is none, since latents do not add up. */
    public double kl(int latent, double mean, double logVariance) {
        if (weights.size() > 1) {
            return Double.NaN;
        }
        double ratio = logVariance - logVariances[latent];
        double distance = mean - means[latent];
        return (Math.expm1(ratio) - ratio + distance * distance * Math.exp(-logVariances[latent])) / 2;
    }

    /** Draws in rows of M; the same for the same seed. */
    public float[] sample(int count, long seed) {
        float[] draws = new float[Math.multiplyExact(count, latents)];
        CounterRandom.gaussian(draws, seed, CounterRandom.Stream.PRIOR, 0);
        for (int row = 0; row < count; row++) {
            int of = component(CounterRandom.uniform(seed, CounterRandom.Stream.PRIOR, 1, row)) * latents;
            for (int i = 0; i < latents; i++) {
                int at = row * latents + i;
                draws[at] = (float) (means[of + i] + Math.exp(logVariances[of + i] / 2.0) * draws[at]);
            }
        }
        return draws;
    }

    private int component(double uniform) {
        int component = 0;
        double reached = weights.get(0);
        while (component < weights.size() - 1 && reached < uniform) {
            component++;
            reached += weights.get(component);
        }
        return component;
    }
}
