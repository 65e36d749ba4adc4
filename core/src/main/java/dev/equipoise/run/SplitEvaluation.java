package dev.equipoise.run;

import java.util.List;
import java.util.Optional;
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
 * @param elboOptimalVariance the Gaussian ELBO in nats with the variance that is best for the training split: whatever the
 *     weights, models of equally preprocessed data compare by it; not a number if another likelihood is trained
 * @param activeUnits latents whose posterior mean varies by more than 0.01 over the split (Burda et al. 2016)
 * @param latentsAboveHundredthNat latents with more than 0.01 nats of KL
 * @param klPerLatent in nats, length M
 * @param sourceUnits the same in the units of the data source; empty during a run, and if
 *     {@link RunReport#dataUnitsMissing} says why
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
        List<Double> klPerLatent,
        Optional<SourceUnits> sourceUnits) {

    /**
     * What a model is selected by, in nats, the more the better: {@link #elboOptimalVariance}, or the ELBO of the likelihood
     * that is trained if that is no squared error.
     */
    public double selection() {
        return Double.isNaN(elboOptimalVariance) ? elbo : elboOptimalVariance;
    }

    /** The ELBO; empty if the balance says no variance of a Gaussian decoder, so that it has none. */
    public OptionalDouble knownElbo() {
        boolean none = Double.isNaN(elbo) && Double.isFinite(reconstruction) && Double.isFinite(kl);
        return none ? OptionalDouble.empty() : OptionalDouble.of(elbo);
    }
}
