package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.InvalidPartException;

/** KL from a prior that learns, with the gradient of one side alone. Recorded code. */
final class TwoSides {

    private TwoSides() {}

    /** @throws InvalidPartException if the prior learns nothing, so that its side has no gradient */
    static Grain grain(Prior prior) {
        if (prior.learned().isEmpty()) {
            throw new InvalidPartException(
                    "it must have a prior that learns, got " + prior
                            + ": the prior's share of the gradient would be lost; use the analytic KL, or choose a learned prior");
        }
        return VaeOutput.klGrain(prior.components());
    }

    /** KL(sg(q) || p): moves the prior alone. */
    static NDArray ofPrior(VaeOutput output, Constants constants) {
        return output.with(
                        output.mean().stopGradient(),
                        output.logVariance().stopGradient(),
                        output.latent().stopGradient(),
                        output.prior())
                .kl(constants);
    }

    /** KL(q || sg(p)): moves the posterior alone. */
    static NDArray ofPosterior(VaeOutput output, Constants constants) {
        return output.with(
                        output.mean(),
                        output.logVariance(),
                        output.latent(),
                        output.prior().map(Mixture::stopGradient))
                .kl(constants);
    }
}
