package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.BetaConvention;
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
import java.util.OptionalInt;

/**
 * Beta that never moves, given as the normalised beta·M/N of Higgins et al. 2017, with M latents and N elements of a
 * datum: the same value asks for a like balance of data and models of other sizes.
 */
@Documented
@Part(NormalizedBeta.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NormalizedBeta {

    /** Weight of the mean of KL over latents beside the mean of the squared error over elements. */
    @Range(min = 0, max = 1e9, unit = "mse per nat per latent")
    double beta();

    /**
     * The strategy.
     *
     * @param beta in the convention of {@link BetaConvention#SQUARED_ERROR}
     */
    record Strategy(double beta) implements ScheduledBeta {

        @Override
        public double at(long step) {
            return beta;
        }

        @Override
        public List<String> foresee(Facts facts) {
            return Ramp.endsAtZero(beta, "normalizedBeta.beta");
        }
    }

    /** Converts beta to this project's convention. */
    final class Factory implements PartFactory<NormalizedBeta, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(NormalizedBeta annotation, Facts facts) {
            return new Strategy(BetaConvention.NORMALISED.toSquaredError(
                    annotation.beta(), facts.elements(), OptionalInt.of(facts.latents())));
        }
    }
}
