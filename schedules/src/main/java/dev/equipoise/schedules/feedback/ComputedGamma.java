package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.schedules.internal.SharedWarnings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The balance that follows the error: the decoder's variance γ² is a moving average of the mean squared error. Asperti and
 * Trentin 2020, "Balancing Reconstruction Error and Kullback-Leibler Divergence in Variational Autoencoders".
 */
@Documented
@Part(ComputedGamma.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ComputedGamma {

    /** How γ² follows the error. */
    Average average() default Average.MOVING;

    /** Weight k of KL beside the negative log-likelihood; their code has values other than 1 for large images. */
    @Range(min = 0, minExcluded = true, max = 1e6)
    double factor() default 1;

    /** The least γ². */
    @Range(min = 1e-20, max = 1e6, unit = "squared error per element")
    double minVariance() default 6e-6;

    /** How γ² follows the error. */
    enum Average {
        /** The moving average itself. */
        MOVING,
        /** As published, min(γ², moving average). With noisy batches it ends too low, and it never rises again. */
        PUBLISHED_MINIMUM
    }

    /**
     * The state of the strategy.
     *
     * @param variance γ²; 1 at the start, as published
     */
    record State(double variance) {}

    /** γ² becomes 0.99·γ² + 0.01·MSE. */
    record Strategy(Average average, double factor, double minVariance, int elements)
            implements BalancingStrategy<State> {

        private static final double MEMORY = 0.99;

        @Override
        public State initial() {
            return new State(Math.max(1, minVariance));
        }

        @Override
        public Prices prices(long step, State state) {
            return LearnedVariance.prices(state.variance(), factor);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            double mse = readings.means().mse(elements);
            if (!Double.isFinite(mse)) {
                return state;
            }
            double tamed = Math.min(mse, LearnedVariance.WILD * state.variance());
            double moved = MEMORY * state.variance() + (1 - MEMORY) * tamed;
            double next = switch (average) {
                case MOVING -> moved;
                case PUBLISHED_MINIMUM -> Math.min(state.variance(), moved);
            };
            return new State(Math.min(Math.max(next, minVariance), LearnedVariance.LARGEST));
        }

        @Override
        public Optional<Penalty> reconstructionPenalty() {
            return Optional.of(Penalty.logVariance(Grain.BATCH, minVariance));
        }

        @Override
        public OptionalDouble effectiveBeta(long step, State state) {
            return OptionalDouble.of(2 * factor * state.variance());
        }

        @Override
        public OptionalDouble decoderVariance(long step, State state) {
            return OptionalDouble.of(state.variance());
        }

        @Override
        public List<String> foresee(Facts facts) {
            return facts.knownLatents()
                    .filter(latents -> factor * latents >= elements)
                    .map(latents -> List.of("computedGamma.factor " + (float) factor + " times " + latents
                            + " latents is not below the " + elements + " elements of a datum: with all latents active"
                            + " no variance is optimal; lower computedGamma.factor"))
                    .orElse(List.of());
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return Stream.concat(
                            SharedWarnings.nothingLeft("computedGamma", minVariance, factor, optimum.get()).stream(),
                            SharedWarnings.floorTooHigh("computedGamma.minVariance", minVariance, optimum.get())
                                    .stream())
                    .toList();
        }

        /** {@code decoderVariance}: γ², squared error per element. */
        @Override
        public Map<String, Double> exported(State state) {
            return Map.of("decoderVariance", state.variance());
        }
    }

    /** Makes the strategy. */
    final class Factory implements PartFactory<ComputedGamma, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(ComputedGamma annotation, Facts facts) {
            return new Strategy(annotation.average(), annotation.factor(), annotation.minVariance(), facts.elements());
        }
    }
}
