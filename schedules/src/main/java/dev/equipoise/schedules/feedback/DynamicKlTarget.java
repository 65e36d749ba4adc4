package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Readings;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.schedules.internal.RampLength;
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
 * Beta that an incremental proportional-integral controller moves until KL follows a target that may rise first: the
 * purpose of DynamicVAE (Shao et al. 2020, arXiv 2009.06795), acting on ln beta and on the relative error. Its state is
 * beta itself instead of an integral, so it cannot wind up at a bound.
 */
@Documented
@Part(DynamicKlTarget.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DynamicKlTarget {

    /** KL to hold, summed over latents and averaged over examples. */
    @Range(min = 0, minExcluded = true, max = 1e6, unit = "nats")
    double nats();

    /** Steps over which the target rises from 0 to {@link #nats}; 0 for the full target from the start. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run in which the target rises, in place of {@link #steps}. */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double minBeta() default 1e-4;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double maxBeta() default 1e3;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double initialBeta() default 1;

    /** ln beta gains 0.1·(error − error of the step before) + 0.003·error·(1 + 2·error²) a step, within bounds. */
    record Strategy(double nats, long steps, BetaRange range) implements BetaController {

        private static final double PROPORTIONAL_GAIN = 0.1;
        private static final double INTEGRAL_GAIN = 0.003;
        private static final double BOOST = 2;

        @Override
        public SteeredBeta next(long step, SteeredBeta state, Readings readings) {
            if (!Double.isFinite(readings.divergence())) {
                return state;
            }
            double error = RelativeError.smoothed(state.error(), readings.divergence(), target(step), nats);
            double gain =
                    PROPORTIONAL_GAIN * (error - state.error()) + INTEGRAL_GAIN * RelativeError.boosted(error, BOOST);
            return new SteeredBeta(range.clip(state.logBeta() + gain), error);
        }

        private double target(long step) {
            return step < steps ? nats * step / steps : nats;
        }

        @Override
        public boolean settled(long step, SteeredBeta state) {
            return BetaController.super.settled(step - steps, state);
        }

        @Override
        public Optional<Aim> aim() {
            return Optional.of(Aim.kl(nats));
        }

        @Override
        public OptionalLong arrival() {
            return OptionalLong.of(steps + RelativeError.STEPS_TO_SETTLE);
        }

        @Override
        public List<String> foresee(Facts facts) {
            long total = facts.totalSteps();
            return steps <= total
                    ? RelativeError.foresee(total - steps, "KL", "dynamicKlTarget.initialBeta")
                    : List.of("the target takes " + steps + " steps to rise, longer than the run of " + total
                            + ": it ends at " + (float) target(total - 1) + " nats, not at " + (float) nats
                            + "; set dynamicKlTarget.steps to at most " + total);
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return range.foreseeKl("dynamicKlTarget", nats, facts, optimum.get());
        }

        /** {@code deviation}: the moving average of KL minus its target, in nats, on which it acts; at most ±nats. */
        @Override
        public Map<String, Double> exported(SteeredBeta state) {
            return Map.of("deviation", nats * state.error());
        }

        @Override
        public Optional<Double> klTarget(long step, SteeredBeta state) {
            return Optional.of(target(step));
        }
    }

    /** Checks the bounds. */
    final class Factory implements PartFactory<DynamicKlTarget, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(DynamicKlTarget annotation, Facts facts) {
            return new Strategy(
                    annotation.nats(),
                    RampLength.of(annotation.steps(), annotation.fraction(), facts)
                            .orElse(0),
                    BetaRange.checked(annotation.minBeta(), annotation.maxBeta(), annotation.initialBeta()));
        }
    }
}
