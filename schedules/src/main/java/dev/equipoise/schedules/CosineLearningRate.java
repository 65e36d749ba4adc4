package dev.equipoise.schedules;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
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

/**
 * A learning rate that falls along half a cosine, from max at the first step to min at the last: Loshchilov and Hutter
 * 2017, eq. 5, without restarts. A linear warm-up (Goyal et al. 2017, 2.2) may come before.
 */
@Documented
@Part(CosineLearningRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CosineLearningRate {

    /** The highest rate: at the first step, or at the end of the warm-up. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double max() default 1e-3;

    /** Rate at the last step. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double min() default 1e-5;

    /** Steps in which the rate rises from min to max along a straight line before it falls. */
    @Range(min = 0, unit = "steps")
    int warmUp() default 0;

    /**
     * min + (max − min)·t/warmUp while t &lt; warmUp, then min + ½(max − min)(1 + cos(π·(t − warmUp)/(total − 1 −
     * warmUp))).
     *
     * @param total steps of the run
     */
    record Rate(double max, double min, long warmUp, long total) implements ScheduledRate {

        @Override
        public double at(long step) {
            if (step < warmUp) {
                return min + (max - min) * step / warmUp;
            }
            double progress = Math.min((double) (step - warmUp) / Math.max(1, total - 1 - warmUp), 1);
            return min + (max - min) * (1 + Math.cos(Math.PI * progress)) / 2;
        }

        @Override
        public List<String> foresee(Facts facts) {
            return warmUp == 0 || warmUp < total - 1
                    ? List.of()
                    : List.of("the warm-up of " + SharedWarnings.steps(warmUp) + " leaves no step of the run of "
                            + total
                            + " in which the rate falls: it ends at " + (float) at(total - 1) + ", not at "
                            + (float) min + "; set cosineLearningRate.warmUp to at most " + Math.max(0, total - 2));
        }
    }

    /** Takes the total from the run. */
    final class Factory implements PartFactory<CosineLearningRate, LearningRate<?>> {

        @Override
        public LearningRate<?> create(CosineLearningRate annotation, Facts facts) {
            if (annotation.min() >= annotation.max()) {
                throw new InvalidPartException(
                        "min must be below max (" + annotation.max() + "), got " + annotation.min());
            }
            return new Rate(annotation.max(), annotation.min(), annotation.warmUp(), facts.totalSteps());
        }
    }
}
