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
 * The least KL at which the squared error stays within a tolerance: GECO, Rezende and Viola 2018, algorithm 1. Their loss
 * KL + λ·(SSE − tolerance) is divided by λ, so the reconstruction's gradient keeps its size while λ moves and beta = 1/λ.
 */
@Documented
@Part(Geco.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Geco {

    /** The tolerance: squared error to hold, summed over a datum's elements and averaged over examples. */
    @Range(min = 0, minExcluded = true, max = 1e12, unit = "squared error per example")
    double squaredError();

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double minBeta() default 1e-4;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double maxBeta() default 1e4;

    @Range(min = 1e-12, max = 1e9, unit = "reconstruction per nat")
    double initialBeta() default 1;

    /** ln λ gains 0.01·error a step, within the bounds. */
    record Strategy(double squaredError, BetaRange range) implements BetaController {

        private static final double GAIN = 0.01;

        @Override
        public SteeredBeta next(long step, SteeredBeta state, Readings readings) {
            if (!Double.isFinite(readings.squaredError())) {
                return state;
            }
            double error = RelativeError.smoothed(state.error(), readings.squaredError(), squaredError, squaredError);
            return new SteeredBeta(range.clip(state.logBeta() - GAIN * error), error);
        }

        @Override
        public Optional<Aim> aim() {
            return Optional.of(Aim.squaredError(squaredError));
        }

        @Override
        public OptionalLong arrival() {
            return OptionalLong.of(RelativeError.STEPS_TO_SETTLE);
        }

        @Override
        public List<String> foresee(Facts facts) {
            return RelativeError.foresee(facts.totalSteps(), "the squared error", "geco.initialBeta");
        }

        @Override
        public List<String> foresee(Facts facts, Supplier<LinearOptimum> optimum) {
            return range.foreseeSquaredError("geco", squaredError, facts, optimum.get());
        }

        /**
         * {@code multiplier}: λ, nats per unit of squared error; {@code smoothedSquaredError}: what it acts on, at most
         * twice the tolerance; {@code squaredErrorTarget}: the tolerance.
         */
        @Override
        public Map<String, Double> exported(SteeredBeta state) {
            return Map.of(
                    "multiplier",
                    1 / range.beta(state.logBeta()),
                    "smoothedSquaredError",
                    squaredError * (1 + state.error()),
                    SQUARED_ERROR_TARGET,
                    squaredError);
        }
    }

    /** Checks the bounds. */
    final class Factory implements PartFactory<Geco, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(Geco annotation, Facts facts) {
            return new Strategy(
                    annotation.squaredError(),
                    BetaRange.checked(annotation.minBeta(), annotation.maxBeta(), annotation.initialBeta()));
        }
    }
}
