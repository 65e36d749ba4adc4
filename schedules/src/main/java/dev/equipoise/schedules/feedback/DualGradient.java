package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Readings;
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
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Beta as the Lagrange multiplier of the constraint KL = nats, moved by gradient ascent on the dual: Peng et al. 2019.
 * The ascent is on ln beta and on the relative error, so that beta stays positive and one rate serves every scale.
 */
@Documented
@Part(DualGradient.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DualGradient {

    /** KL to hold, summed over latents and averaged over examples. */
    @Range(min = 0, minExcluded = true, max = 1e6, unit = "nats")
    double nats();

    /** The change of ln beta per step and per unit of a small relative error; at an error of 1, twice as much. */
    @Range(min = 0, minExcluded = true, max = 0.1, unit = "per step")
    double rate() default Strategy.DEFAULT_RATE;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double minBeta() default 1e-4;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double maxBeta() default 1e3;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double initialBeta() default 1;

    /** ln beta gains rate·error·(1 + error²) a step, within the bounds; the error is the smoothed (kl − nats)/nats. */
    record Strategy(double nats, double rate, BetaRange range) implements BetaController {

        static final double DEFAULT_RATE = 0.004;
        private static final double BOOST = 1;

        @Override
        public SteeredBeta next(long step, SteeredBeta state, Readings readings) {
            if (!Double.isFinite(readings.divergence())) {
                return state;
            }
            double error = RelativeError.smoothed(state.error(), readings.divergence(), nats, nats);
            return new SteeredBeta(range.clip(state.logBeta() + rate * RelativeError.boosted(error, BOOST)), error);
        }

        @Override
        public Optional<Aim> aim() {
            return Optional.of(Aim.kl(nats));
        }

        @Override
        public OptionalLong arrival() {
            return OptionalLong.of(stepsToSettle());
        }

        @Override
        public List<String> foresee(Facts facts) {
            return RelativeError.foresee(facts.totalSteps(), stepsToSettle(), "KL", "dualGradient.initialBeta");
        }

        private long stepsToSettle() {
            return Math.round(RelativeError.STEPS_TO_SETTLE * DEFAULT_RATE / rate);
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return range.foreseeKl("dualGradient", nats, facts, optimum.get());
        }

        /** {@code smoothedKl}: in nats, at most twice the target. */
        @Override
        public Map<String, Double> exported(SteeredBeta state) {
            return Map.of("smoothedKl", nats * (1 + state.error()));
        }

        @Override
        public Optional<Double> klTarget(long step, SteeredBeta state) {
            return Optional.of(nats);
        }
    }

    /** Checks the bounds. */
    final class Factory implements PartFactory<DualGradient, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(DualGradient annotation, Facts facts) {
            return new Strategy(
                    annotation.nats(),
                    annotation.rate(),
                    BetaRange.checked(annotation.minBeta(), annotation.maxBeta(), annotation.initialBeta()));
        }
    }
}
