package dev.equipoise.local.internal.verdict;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Reconstruction;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a plan asks of its balance, as far as the linear optimum can be compared with it.
 *
 * @param aim what the strategy holds
 * @param arrival steps after which a controller is judged
 * @param openLoop whether the prices depend on the step alone
 * @param floor nats of KL that cost nothing in total; 0 if all cost something, empty if the floor is not one of the total
 * @param gaussian whether the model is judged as a Gaussian decoder
 * @param notComparable why no linear optimum can be compared with the run; empty if one can
 */
record Balance(
        Optional<Aim> aim,
        OptionalLong arrival,
        boolean openLoop,
        OptionalDouble floor,
        boolean gaussian,
        Optional<String> notComparable) {

    /** How many times the mean eigenvalue the largest must be, so that a spectrum says what a nonlinear model can save. */
    private static final double FLAT = 1.5;

    static Balance of(ExperimentPlan plan, int latents) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        return new Balance(
                strategy.aim(),
                strategy.arrival(),
                strategy instanceof OpenLoop,
                floor(plan, strategy, latents),
                plan.part(Reconstruction.class).decoderVariance(1).isPresent(),
                notComparable(plan));
    }

    private static OptionalDouble floor(ExperimentPlan plan, BalancingStrategy<?> strategy, int latents) {
        Optional<Penalty> shape = strategy.divergencePenalty()
                .or(() -> plan.parts(Penalty.class).stream().findFirst());
        double nats = shape.map(penalty -> penalty.freeNats(latents)).orElse(0.0);
        boolean total = shape.filter(penalty -> penalty.grain() != Grain.BATCH).isEmpty();
        return nats == 0 || total ? OptionalDouble.of(nats) : OptionalDouble.empty();
    }

    private static Optional<String> notComparable(ExperimentPlan plan) {
        if (plan.part(Reconstruction.class).decoderVariance(1).isEmpty()) {
            return Optional.of("the reconstruction term is not that of a Gaussian decoder");
        }
        if (plan.facts().data().gaps()) {
            return Optional.of("values may be missing");
        }
        if (!plan.facts().data().given().isEmpty()) {
            return Optional.of("the model is conditional");
        }
        if (!plan.part(Divergence.class).kl()) {
            return Optional.of("the divergence is not KL");
        }
        if (plan.parts(Posterior.class).stream().anyMatch(posterior -> !posterior.anyGaussian())) {
            return Optional.of("the posterior cannot be every Gaussian");
        }
        if (!plan.parts(LossTerm.class).isEmpty()) {
            return Optional.of("the loss has a further term");
        }
        return plan.part(Objective.class).sum()
                ? Optional.empty()
                : Optional.of("the objective is not a sum of its terms");
    }

    /** Why nothing can be said about a single b; empty if it can. */
    Optional<String> unforced() {
        return floor.isPresent()
                ? notComparable
                : notComparable.or(() -> Optional.of("the free bits do not apply to the total KL"));
    }

    /** Share of the variance that the linear optimum saves at the final prices; empty if it is not known. */
    OptionalDouble possible(LinearOptimum optimum, OptionalDouble beta) {
        if (unforced().isPresent() || flat(optimum)) {
            return OptionalDouble.empty();
        }
        if (aim.isPresent() && aim.get().held() == Aim.Held.SQUARED_ERROR) {
            return OptionalDouble.of(Math.max(0, 1 - aim.get().value() / optimum.variance()));
        }
        OptionalDouble b = b(optimum, beta);
        return b.isPresent()
                ? OptionalDouble.of(1 - optimum.distortion(b.getAsDouble()) / optimum.variance())
                : OptionalDouble.empty();
    }

    private OptionalDouble b(LinearOptimum optimum, OptionalDouble beta) {
        double own = optimum.b(beta.orElse(Double.POSITIVE_INFINITY));
        if (aim.isPresent()) {
            double aimed = optimum.atRate(aim.get().value());
            return OptionalDouble.of(aim.get().floor() ? Math.min(own, aimed) : aimed);
        }
        double free = floor.orElse(0);
        return beta.isEmpty() ? beta : OptionalDouble.of(free == 0 ? own : Math.min(own, optimum.atRate(free)));
    }

    /** Whether no direction stands out, so that the spectrum says nothing about a nonlinear model. */
    private static boolean flat(LinearOptimum optimum) {
        double mean = optimum.variance() / optimum.eigenvalues().length;
        return !optimum.exact() && optimum.eigenvalues()[0] < FLAT * mean;
    }
}
