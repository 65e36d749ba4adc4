package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Both weights learned as if reconstruction and KL were two tasks with uncertainties: SSE/(2e^s₁) + (N/2)·s₁ +
 * e^−s₂·KL + s₂, Kendall et al. 2018. It has no minimum: s₂ makes it ln KL, which falls without end as KL goes to 0. It
 * is provided for comparison: learning the decoder's variance alone is the half of it that has a likelihood.
 */
@Documented
@Part(UncertaintyWeights.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface UncertaintyWeights {

    /** The change of a log-variance per step at a relative error of 1. */
    @Range(min = 0, minExcluded = true, max = 0.1, unit = "per step")
    double rate() default 0.01;

    /**
     * The learned state.
     *
     * @param reconstruction s₁, the logarithm of the decoder's variance
     * @param divergence s₂, the logarithm of the divisor of KL
     */
    record State(double reconstruction, double divergence) {}

    /** Each s follows the negative gradient of the loss, divided by what multiplies s in it. */
    record Strategy(double rate, int elements) implements BalancingStrategy<State> {

        /** The bound of a logarithm in both directions: a weight between 1e-9 and 1e9. */
        private static final double BOUND = 9 * Math.log(10);

        @Override
        public State initial() {
            return new State(0, 0);
        }

        @Override
        public Prices prices(long step, State state) {
            return LearnedVariance.prices(Math.exp(state.reconstruction()), Math.exp(-state.divergence()));
        }

        @Override
        public State next(long step, State state, Readings readings) {
            return new State(
                    moved(state.reconstruction(), readings.means().mse(elements)),
                    moved(state.divergence(), readings.divergence()));
        }

        private double moved(double logarithm, double mean) {
            double next = logarithm + rate * LearnedVariance.slope(mean, Math.exp(logarithm));
            return Math.min(Math.max(next, -BOUND), BOUND);
        }

        @Override
        public Optional<Penalty> reconstructionPenalty() {
            return Optional.of(Penalty.logVariance(Grain.BATCH, Math.exp(-BOUND)));
        }

        /** Its weight is 1/KL, the best for a loss in ln KL. */
        @Override
        public Optional<String> onlyForKl() {
            return Optional.of("the learned weight of KL");
        }

        @Override
        public OptionalDouble effectiveBeta(long step, State state) {
            return OptionalDouble.of(2 * Math.exp(state.reconstruction() - state.divergence()));
        }

        @Override
        public OptionalDouble decoderVariance(long step, State state) {
            return OptionalDouble.of(Math.exp(state.reconstruction()));
        }

        @Override
        public List<String> foresee(Facts facts) {
            return List.of(
                    "uncertainty weights have no minimum: from 1/2 and 1 at the start they can run away to KL near 0 or"
                            + " to squared error near 0; a strategy that learns only the decoder's variance has one");
        }

        /** {@code reconstructionWeight} per unit of squared error; {@code klWeight} per nat. */
        @Override
        public Map<String, Double> exported(State state) {
            return Map.of(
                    "reconstructionWeight",
                    Math.exp(-state.reconstruction()) / 2,
                    "klWeight",
                    Math.exp(-state.divergence()));
        }
    }

    /** Makes the strategy. */
    final class Factory implements PartFactory<UncertaintyWeights, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(UncertaintyWeights annotation, Facts facts) {
            return new Strategy(annotation.rate(), facts.elements());
        }
    }
}
