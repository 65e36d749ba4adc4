package dev.equipoise.run;

import dev.equipoise.balance.Means;
import dev.equipoise.balance.Measures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A whole split, evaluated with fixed parameters, in evaluation mode and with fixed noise.
 *
 * @param means over examples
 * @param mse mean over elements
 * @param reconstructionUnit of the reconstruction term
 * @param elbo in nats per example, constants included; with the decoder variance that the final beta implies
 * @param elboOptimalVariance the Gaussian ELBO in nats with the variance that is best for the training split: whatever the
 *     weights, models of equally preprocessed data compare by it; not a number if another likelihood is trained
 * @param activeUnits latents whose posterior mean varies over the split by more than 0.01 of the prior's variance (Burda et
 *     al. 2016)
 * @param latentsAboveHundredthNat latents with more than 0.01 nats of KL; 0 if {@link #klPerLatent} is empty
 * @param sourceUnits the same in the units of the data source; empty during a run, and if
 *     {@link RunReport#dataUnitsMissing} says why
 * @param gained by each measure of a reconstruction term that has several: how many nats per example fewer it has than with
 *     the best constant of the training split for each element
 * @param bound on the log-likelihood by several samples of each example; empty if the objective takes one
 */
public record SplitEvaluation(
        Measures means,
        double mse,
        String reconstructionUnit,
        double elbo,
        double elboOptimalVariance,
        int activeUnits,
        int latentsAboveHundredthNat,
        Optional<SourceUnits> sourceUnits,
        Map<String, Double> gained,
        Optional<Bound> bound)
        implements Means {

    /**
     * ln (1/K) Σ p(x, z)/q(z|x) over K samples of the posterior, averaged over examples, with the decoder of the ELBO: Burda,
     * Grosse and Salakhutdinov 2016. It is at most the log-likelihood, and its mean rises with K from the ELBO.
     *
     * @param samples K
     * @param nats per example, constants included
     */
    public record Bound(int samples, double nats) {}

    /** An evaluation of a term of one measure. */
    public SplitEvaluation(
            Measures means,
            double mse,
            String reconstructionUnit,
            double elbo,
            double elboOptimalVariance,
            int activeUnits,
            int latentsAboveHundredthNat,
            Optional<SourceUnits> sourceUnits) {
        this(
                means,
                mse,
                reconstructionUnit,
                elbo,
                elboOptimalVariance,
                activeUnits,
                latentsAboveHundredthNat,
                sourceUnits,
                Map.of(),
                Optional.empty());
    }

    /** The same with this bound. */
    public SplitEvaluation withBound(Bound several) {
        return new SplitEvaluation(
                means,
                mse,
                reconstructionUnit,
                elbo,
                elboOptimalVariance,
                activeUnits,
                latentsAboveHundredthNat,
                sourceUnits,
                gained,
                Optional.of(several));
    }

    /** The same with these gains. */
    public SplitEvaluation withGained(Map<String, Double> nats) {
        return new SplitEvaluation(
                means,
                mse,
                reconstructionUnit,
                elbo,
                elboOptimalVariance,
                activeUnits,
                latentsAboveHundredthNat,
                sourceUnits,
                nats,
                bound);
    }

    /**
     * The criterion for selecting models, in nats; larger is better. It is {@link #elboOptimalVariance}, or the ELBO
     * of the trained likelihood if the reconstruction is not a squared error.
     */
    public double selection() {
        return Double.isNaN(elboOptimalVariance) ? elbo : elboOptimalVariance;
    }

    /** The ELBO; empty if the balance does not imply a variance of a Gaussian decoder. */
    public OptionalDouble knownElbo() {
        boolean none = Double.isNaN(elbo) && Double.isFinite(reconstruction()) && Double.isFinite(kl());
        return none ? OptionalDouble.empty() : OptionalDouble.of(elbo);
    }

    /**
     * A split in the units of the data source, for comparison with runs of other preprocessing. Elements that are constant on
     * the training split are left out. Equal units do not mean an equal noise model: each run's decoder has one variance for
     * all preprocessed elements.
     *
     * @param constant indices of the elements that are left out
     * @param logJacobian of the preprocessing, in nats per datum; the mean over the split if it depends on the datum
     * @param squaredError summed over the elements that vary, per example; not a number if a step is not linear
     * @param elboOptimalVariance the Gaussian ELBO in nats per example with the variance that is best for the training split
     */
    public record SourceUnits(
            List<Integer> constant, double logJacobian, double squaredError, double elboOptimalVariance) {}
}
