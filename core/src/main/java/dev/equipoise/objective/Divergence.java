package dev.equipoise.objective;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import java.util.Optional;

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

    /**
     * Why its values cannot be trusted; empty if they can. A run warns of it before step 0 or after an epoch, once.
     *
     * @param kl the analytic KL in nats, averaged over an epoch; 0 before step 0
     */
    default Optional<String> warning(double kl, Facts facts) {
        return Optional.empty();
    }
}
