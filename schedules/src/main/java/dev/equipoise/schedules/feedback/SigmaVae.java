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
 * The balance that maximum likelihood chooses: the variance of the Gaussian decoder is learned with the model, and KL has
 * weight 1. Rybkin et al. 2021, "Simple and Effective VAE Training with Calibrated Decoders".
 */
@Documented
@Part(SigmaVae.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SigmaVae {

    /** The scope of a variance, and how it is found. */
    Kind kind() default Kind.OPTIMAL;

    /** The least variance of an element: about the e^−12 of Rybkin et al., half a grey level of values in [0, 1]. */
    @Range(min = 1e-20, max = 1e6, unit = "squared error per element")
    double minVariance() default 6e-6;

    /** What has a variance, and how it is found. */
    enum Kind {
        /** One variance that follows its gradient step by step. */
        SHARED,
        /** One variance, that of each batch: the mean squared error itself. */
        OPTIMAL,
        /** One variance for each example of a batch: its own mean squared error. There is no single beta then. */
        PER_IMAGE
    }

    /**
     * The state of the strategy.
     *
     * @param logVariance ln σ²
     */
    record State(double logVariance) {}

    /** ln σ² follows −∂loss/∂ln σ², divided by N/2 so that one rate serves every size of data: 0.01·(MSE/σ² − 1). */
    record Shared(double minVariance, int elements) implements BalancingStrategy<State> {

        private static final double RATE = 0.01;

        @Override
        public State initial() {
            return new State(Math.log(Math.max(1, minVariance)));
        }

        @Override
        public Prices prices(long step, State state) {
            return LearnedVariance.prices(variance(state), 1);
        }

        @Override
        public State next(long step, State state, Readings readings) {
            double slope = LearnedVariance.slope(readings.means().mse(elements), variance(state));
            return new State(Math.max(state.logVariance() + RATE * slope, Math.log(minVariance)));
        }

        private double variance(State state) {
            return Math.max(Math.exp(state.logVariance()), minVariance);
        }

        @Override
        public Optional<Penalty> reconstructionPenalty() {
            return Optional.of(Penalty.logVariance(Grain.BATCH, minVariance));
        }

        @Override
        public OptionalDouble effectiveBeta(long step, State state) {
            return OptionalDouble.of(2 * variance(state));
        }

        @Override
        public OptionalDouble decoderVariance(long step, State state) {
            return OptionalDouble.of(variance(state));
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return Stream.concat(
                            SharedWarnings.nothingLeft("sigmaVae", minVariance, 1, optimum.get()).stream(),
                            SharedWarnings.floorTooHigh("sigmaVae.minVariance", minVariance, optimum.get()).stream())
                    .toList();
        }

        /** {@code decoderVariance}: σ², squared error per element. */
        @Override
        public Map<String, Double> exported(State state) {
            return Map.of("decoderVariance", variance(state));
        }
    }

    /**
     * Every batch, or every example, has the variance that is its own optimum.
     *
     * @param grain the scope of a variance
     */
    record OwnOptimum(Grain grain, double minVariance, int elements)
            implements BalancingStrategy<LearnedVariance.Average> {

        @Override
        public LearnedVariance.Average initial() {
            return LearnedVariance.Average.NONE;
        }

        @Override
        public Prices prices(long step, LearnedVariance.Average state) {
            return Prices.beta(1);
        }

        @Override
        public LearnedVariance.Average next(long step, LearnedVariance.Average state, Readings readings) {
            return state.with(readings.means().mse(elements));
        }

        @Override
        public Optional<Penalty> reconstructionPenalty() {
            return Optional.of(Penalty.logVariance(grain, minVariance));
        }

        @Override
        public OptionalDouble effectiveBeta(long step, LearnedVariance.Average state) {
            OptionalDouble variance = decoderVariance(step, state);
            return variance.isPresent() ? OptionalDouble.of(2 * variance.getAsDouble()) : variance;
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return Stream.concat(
                            SharedWarnings.nothingLeft("sigmaVae", minVariance, 1, optimum.get()).stream(),
                            SharedWarnings.floorTooHigh("sigmaVae.minVariance", minVariance, optimum.get()).stream())
                    .toList();
        }

        /** The average of recent batches; empty before the first one, and if every example has its own variance. */
        @Override
        public OptionalDouble decoderVariance(long step, LearnedVariance.Average state) {
            return grain == Grain.BATCH && state.weight() > 0
                    ? OptionalDouble.of(Math.max(state.mean(), minVariance))
                    : OptionalDouble.empty();
        }
    }

    /** Makes the strategy. */
    final class Factory implements PartFactory<SigmaVae, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(SigmaVae annotation, Facts facts) {
            double least = annotation.minVariance();
            return switch (annotation.kind()) {
                case SHARED -> new Shared(least, facts.elements());
                case OPTIMAL -> new OwnOptimum(Grain.BATCH, least, facts.elements());
                case PER_IMAGE -> new OwnOptimum(Grain.EXAMPLE, least, facts.elements());
            };
        }
    }
}
