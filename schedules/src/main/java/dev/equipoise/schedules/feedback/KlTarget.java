package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Prices;
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
 * Beta that a proportional-integral controller changes until KL is at its target: the purpose of ControlVAE (Shao et
 * al. 2020), but acting on the logarithm of beta and on the relative error, so that one pair of gains serves every
 * scale.
 */
@Documented
@Part(KlTarget.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface KlTarget {

    /** KL to hold, summed over latents and averaged over examples. */
    @Range(min = 0, minExcluded = true, max = 1e6, unit = "nats")
    double nats();

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double minBeta() default 1e-4;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double maxBeta() default 1e3;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double initialBeta() default 1;

    /**
     * The state of the controller.
     *
     * @param integral the integral part of ln beta
     * @param error moving average of (kl − nats)/nats, clipped to ±1
     */
    record State(double integral, double error) {}

    /** ln beta = ln initialBeta + 0.1·error + integral, within the bounds; the integral gains 0.003·error·(1 + 2·error²) a step. */
    record Strategy(double nats, BetaRange range) implements BalancingStrategy<State> {

        private static final double PROPORTIONAL_GAIN = 0.1;
        private static final double INTEGRAL_GAIN = 0.003;
        private static final double BOOST = 2;

        @Override
        public State initial() {
            return new State(0, 0);
        }

        @Override
        public Prices prices(long step, State state) {
            return Prices.beta(range.beta(unboundedLogBeta(state)));
        }

        @Override
        public State next(long step, State state, Readings readings) {
            if (!Double.isFinite(readings.divergence())) {
                return state;
            }
            double error = RelativeError.smoothed(state.error(), readings.divergence(), nats, nats);
            State held = new State(state.integral(), error);
            double gained = INTEGRAL_GAIN * RelativeError.boosted(error, BOOST);
            return windsUp(held) ? held : new State(state.integral() + gained, error);
        }

        /** Conditional integration: at a bound, an error that pushes further out is not integrated. */
        private boolean windsUp(State state) {
            double logBeta = unboundedLogBeta(state);
            return state.error() > 0 ? logBeta >= Math.log(range.max()) : logBeta <= Math.log(range.min());
        }

        private double unboundedLogBeta(State state) {
            return range.initialLog() + PROPORTIONAL_GAIN * state.error() + state.integral();
        }

        @Override
        public Optional<BalancingStrategy.BetaBounds> betaBounds() {
            return range.bounds();
        }

        @Override
        public boolean settled(long step, State state) {
            return RelativeError.settled(step, state.error());
        }

        @Override
        public Optional<Aim> aim() {
            return Optional.of(Aim.kl(nats));
        }

        @Override
        public OptionalLong arrival() {
            return OptionalLong.of(RelativeError.STEPS_TO_SETTLE);
        }

        @Override
        public List<String> foresee(Facts facts) {
            return RelativeError.foresee(facts.totalSteps(), "KL", "klTarget.initialBeta");
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return range.foreseeKl("klTarget", nats, facts, optimum.get());
        }

        /** {@code integral}: its part of ln beta; {@code smoothedKl}: what it acts on, in nats, at most twice the target. */
        @Override
        public Map<String, Double> exported(State state) {
            return Map.of("integral", state.integral(), "smoothedKl", nats * (1 + state.error()));
        }

        @Override
        public Optional<Double> klTarget(long step, State state) {
            return Optional.of(nats);
        }
    }

    /** Checks the bounds. */
    final class Factory implements PartFactory<KlTarget, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(KlTarget annotation, Facts facts) {
            return new Strategy(
                    annotation.nats(),
                    BetaRange.checked(annotation.minBeta(), annotation.maxBeta(), annotation.initialBeta()));
        }
    }
}
