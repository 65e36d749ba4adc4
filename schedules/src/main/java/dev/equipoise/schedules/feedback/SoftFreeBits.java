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
import dev.equipoise.schedules.internal.SharedWarnings;
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
import java.util.stream.Stream;

/**
 * Free bits without a gate: KL is priced at factor·beta, and the factor, at most 1, is lowered until KL is within a band of
 * 5 % above its floor. Chen et al. 2017 (variational lossy autoencoder), appendix C, who move the factor by 10 % at a time;
 * here it moves a little every step, on the relative error of a smoothed KL, so that it settles.
 */
@Documented
@Part(SoftFreeBits.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SoftFreeBits {

    /** The floor: KL summed over latents and averaged over examples. */
    @Range(min = 0, minExcluded = true, max = 1e6, unit = "nats")
    double nats();

    /** Beta at a factor of 1, which applies if KL stays above the band without help. */
    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double beta() default 1;

    /**
     * The state of the strategy.
     *
     * @param logFactor ln of the factor, between ln 1e-6 and 0
     * @param error moving average of (kl − nats)/nats, clipped to ±1
     */
    record State(double logFactor, double error) {}

    /** ln factor gains 0.005·(error − 0.025) a step while the error is outside [0, 0.05], within its bounds. */
    record Strategy(double nats, double beta) implements BalancingStrategy<State> {

        private static final double BAND = 0.05;
        private static final double GAIN = 0.005;
        private static final double LOWEST = Math.log(1e-6);

        @Override
        public State initial() {
            return new State(0, 0);
        }

        @Override
        public Prices prices(long step, State state) {
            return Prices.beta(beta * Math.exp(state.logFactor()));
        }

        @Override
        public State next(long step, State state, Readings readings) {
            if (!Double.isFinite(readings.divergence())) {
                return state;
            }
            double error = RelativeError.smoothed(state.error(), readings.divergence(), nats, nats);
            boolean within = error >= 0 && error <= BAND;
            double moved = within ? state.logFactor() : state.logFactor() + GAIN * fromMiddle(error);
            return new State(Math.min(Math.max(moved, LOWEST), 0), error);
        }

        /**
         * The update aims at the middle of the band, because otherwise it would approach the edge and never cross it.
         */
        private static double fromMiddle(double error) {
            return error - BAND / 2;
        }

        @Override
        public boolean settled(long step, State state) {
            boolean free = state.logFactor() == 0 && state.error() > BAND;
            return RelativeError.settled(step, free ? 0 : fromMiddle(state.error()));
        }

        @Override
        public Optional<Aim> aim() {
            return Optional.of(Aim.leastKl(nats));
        }

        @Override
        public OptionalLong arrival() {
            return OptionalLong.of(RelativeError.STEPS_TO_SETTLE);
        }

        @Override
        public List<String> foresee(Facts facts) {
            return RelativeError.foresee(facts.totalSteps(), "KL", "softFreeBits.beta");
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return Stream.concat(
                            SharedWarnings.tooManyNats("softFreeBits.nats", nats, facts, optimum.get()).stream(),
                            RelativeError.foreseeCollapse(
                                    facts.totalSteps(), beta, "KL", "softFreeBits.beta", optimum.get())
                                    .stream())
                    .toList();
        }

        /** {@code factor}: of beta, in (0, 1]; {@code smoothedKl}: what it acts on, in nats, at most twice the floor. */
        @Override
        public Map<String, Double> exported(State state) {
            return Map.of("factor", Math.exp(state.logFactor()), "smoothedKl", nats * (1 + state.error()));
        }

        @Override
        public Optional<Double> klTarget(long step, State state) {
            return Optional.of(nats);
        }
    }

    /** Makes the strategy. */
    final class Factory implements PartFactory<SoftFreeBits, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(SoftFreeBits annotation, Facts facts) {
            return new Strategy(annotation.nats(), annotation.beta());
        }
    }
}
