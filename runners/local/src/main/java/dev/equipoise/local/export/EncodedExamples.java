package dev.equipoise.local.export;

import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.ModelView.Encoded;
import java.util.ArrayList;
import java.util.List;

/**
 * What an encoder makes of examples.
 *
 * @param prior of the latents
 * @param codes in rows of M
 * @param labels one for each example; empty if there are none
 */
public record EncodedExamples(LatentPrior prior, Encoded codes, int[] labels) {

    /** Burda, Grosse and Salakhutdinov 2016, section 5.2. */
    private static final double ACTIVE_VARIANCE = 0.01;

    /**
     * A latent over all examples.
     *
     * @param mean of the posterior means
     * @param deviation standard deviation of the posterior means; 0 for a single example
     * @param meanSigma mean of the posterior standard deviations
     * @param kl mean of its KL from the prior, in nats; NaN if a single latent has none
     * @param active whether the variance of the posterior means is more than 0.01 of the prior's
     */
    public record Latent(double mean, double deviation, double meanSigma, double kl, boolean active) {}

    /** M of an example. */
    public int latents() {
        return prior.latents();
    }

    public int examples() {
        return codes.means().length / latents();
    }

    /** Every latent. */
    public List<Latent> all() {
        List<Latent> all = new ArrayList<>();
        for (int latent = 0; latent < latents(); latent++) {
            all.add(latent(latent));
        }
        return all;
    }

    private Latent latent(int latent) {
        double mean = 0;
        double squares = 0;
        double sigmas = 0;
        double kl = 0;
        int seen = 0;
        for (int at = latent; at < codes.means().length; at += latents()) {
            double value = codes.means()[at];
            double logVariance = codes.logVariances()[at];
            double before = value - mean;
            mean += before / ++seen; // Welford 1962
            squares += before * (value - mean);
            sigmas += Math.exp(logVariance / 2);
            kl += prior.kl(latent, value, logVariance);
        }
        double variance = seen > 1 ? squares / (seen - 1) : 0;
        return new Latent(
                mean,
                Math.sqrt(variance),
                sigmas / seen,
                kl / seen,
                variance > ACTIVE_VARIANCE * prior.variance(latent));
    }

    /**
     * 1 / the standard deviation of draws from the posteriors, over all examples and latents together: draws times this
     * have the deviation 1. This is {@code scale_factor} of latent diffusion (Rombach et al. 2022), which estimates it by
     * one draw for each example of a batch.
     */
    public double scaleFactor() {
        double mean = 0;
        double seconds = 0;
        int count = codes.means().length;
        for (int i = 0; i < count; i++) {
            double value = codes.means()[i];
            mean += value / count;
            seconds += (value * value + Math.exp(codes.logVariances()[i])) / count;
        }
        return 1 / Math.sqrt(seconds - mean * mean);
    }
}
