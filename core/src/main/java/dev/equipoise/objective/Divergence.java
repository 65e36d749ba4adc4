package dev.equipoise.objective;

import dev.equipoise.part.Role;

/** The term that compares the posterior with the prior: an estimator of KL, or its replacement. */
@Role("KL estimator")
public interface Divergence extends LossTerm {

    /** Whether its mean is KL(q(z|x) || p(z)) in nats, so that targets and floors in nats of KL apply to it. */
    default boolean kl() {
        return measures().get(0).name().equals(Measure.KL);
    }
}
