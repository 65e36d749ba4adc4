package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
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
import java.util.Optional;
import java.util.OptionalInt;

/** Constant beta, in the convention of its source: Higgins et al. 2017, eq. 4. */
@Documented
@Part(FixedBeta.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FixedBeta {

    /** Weight of KL in the loss that {@link #convention} states. */
    @Range(min = 0, max = 1e9, unit = "in its convention")
    double beta() default 1;

    /** The loss that beta belongs to. */
    BetaConvention convention() default BetaConvention.SQUARED_ERROR;

    /**
     * The strategy.
     *
     * @param beta in the convention of {@link BetaConvention#SQUARED_ERROR}
     * @param convention in which it was stated
     */
    record Strategy(double beta, BetaConvention convention) implements ScheduledBeta {

        Strategy(double beta) {
            this(beta, BetaConvention.SQUARED_ERROR);
        }

        @Override
        public Optional<String> onlyForSquaredError() {
            return convention.ofSquaredError()
                    ? Optional.of("fixedBeta.convention " + convention + " (" + convention.loss() + ")")
                    : Optional.empty();
        }

        @Override
        public double at(long step) {
            return beta;
        }

        @Override
        public List<String> foresee(Facts facts) {
            return Ramp.endsAtZero(beta, "fixedBeta.beta");
        }
    }

    /** Converts beta to this project's convention. */
    final class Factory implements PartFactory<FixedBeta, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(FixedBeta annotation, Facts facts) {
            BetaConvention convention = annotation.convention();
            OptionalInt latents = convention.needsLatents() ? OptionalInt.of(facts.latents()) : OptionalInt.empty();
            return new Strategy(convention.toSquaredError(annotation.beta(), facts.elements(), latents), convention);
        }
    }
}
