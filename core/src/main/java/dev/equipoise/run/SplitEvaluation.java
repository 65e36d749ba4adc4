package dev.equipoise.run;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A whole split, evaluated with fixed parameters, in evaluation mode and with fixed noise. Means over examples.
 *
 * @param squaredError summed over elements, per example
 * @param mse mean over elements
 * @param reconstruction the reconstruction term, per example
 * @param reconstructionUnit its unit
 * @param kl the analytic forward KL in nats
 * @param divergence the trained divergence
 * @param elbo in nats per example, constants included; with the decoder variance that the final beta implies
 * @param elboOptimalVariance the Gaussian ELBO in nats with the variance that is best for the training split, the same
 *     yardstick for every model
 * @param activeUnits latents whose posterior mean varies by more than 0.01 over the split (Burda et al. 2016)
 * @param latentsAboveHundredthNat latents with more than 0.01 nats of KL
 * @param klPerLatent in nats, length M
 */
public record SplitEvaluation(
        double squaredError,
        double mse,
        double reconstruction,
        String reconstructionUnit,
        double kl,
        double divergence,
        double elbo,
        double elboOptimalVariance,
        int activeUnits,
        int latentsAboveHundredthNat,
        List<Double> klPerLatent) {

    /** The ELBO; empty where the balance says no variance of a Gaussian decoder, so that it has none. */
    public OptionalDouble knownElbo() {
        boolean none = Double.isNaN(elbo) && Double.isFinite(reconstruction) && Double.isFinite(kl);
        return none ? OptionalDouble.empty() : OptionalDouble.of(elbo);
    }
}
