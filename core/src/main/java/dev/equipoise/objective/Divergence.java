package dev.equipoise.objective;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import java.util.Optional;

/** The term that compares the posterior with the prior: an estimator of KL, or its replacement. */
@Role("KL estimator")
public interface Divergence extends LossTerm {

    /** Whether its mean is KL(q(z|x) || p(z)) in nats, so that targets and floors in nats of KL apply to it. */
    default boolean kl() {
        return measures().get(0).name().equals(Measure.KL);
    }

    /**
     * Why its values cannot be trusted; empty if they can. A run warns of it before step 0 or after an epoch, once.
     *
     * @param kl the analytic KL in nats, averaged over an epoch; 0 before step 0
     */
    default Optional<String> warning(double kl, Facts facts) {
        return Optional.empty();
    }
}
