package dev.equipoise.objective;

import dev.equipoise.part.Role;

/** The term that compares the posterior with the prior: an estimator of KL, or its replacement. */
@Role("KL estimator")
public interface Divergence extends LossTerm {

    /** The same against this prior. A term that does not override this compares with N(0, I) only. */
    @Override
    default Divergence against(Prior prior) {
        Gaussians.requireStandardNormal(prior);
        return this;
    }

    /**
     * The same for posteriors that all have this variance, whose share of the value no encoder can change; a term may leave it
     * out.
     */
    default Divergence ofFixedVariance(double variance) {
        return this;
    }

    /** Whether its mean is KL(q(z|x) || p(z)) in nats, so that targets and floors in nats of KL apply to it. */
    default boolean kl() {
        return measures().get(0).name().equals(Measure.KL);
    }
}
