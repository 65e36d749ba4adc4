package dev.equipoise.schedules;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Penalty;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * One training for every beta between two bounds (Bae et al. 2023): each example has its own beta, whose logarithm is
 * uniform, and the hidden layers have gates that depend on it. Evaluations and the best checkpoint are at the geometric
 * mean of the bounds; {@code frontier} and {@code TrainedModel.at} take any beta between them.
 */
@Documented
@Part(MultiRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MultiRate {

    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double lowest() default 0.01;

    /** Above the lowest. */
    @Range(min = 0, minExcluded = true, max = 1e9, unit = "reconstruction per nat")
    double highest() default 10;

    /** The strategy. */
    record Strategy(Rates range) implements OpenLoop {

        @Override
        public Prices prices(long step) {
            return Prices.beta(range.middle());
        }

        @Override
        public Optional<Rates> rates() {
            return Optional.of(range);
        }

        @Override
        public Optional<Penalty> divergencePenalty() {
            return Optional.of(Penalty.exponential(range.input().name(), range.spread()));
        }
    }

    /** Refuses bounds that are not in order. */
    final class Factory implements PartFactory<MultiRate, BalancingStrategy<?>> {

        @Override
        public BalancingStrategy<?> create(MultiRate annotation, Facts facts) {
            if (annotation.highest() <= annotation.lowest()) {
                throw new InvalidPartException("highest must be above lowest, got highest " + annotation.highest()
                        + " and lowest " + annotation.lowest());
            }
            return new Strategy(new BalancingStrategy.Rates(annotation.lowest(), annotation.highest()));
        }
    }
}
