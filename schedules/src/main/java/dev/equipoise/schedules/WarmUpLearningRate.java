package dev.equipoise.schedules;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.schedules.internal.RampLength;
import dev.equipoise.schedules.internal.SharedWarnings;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * A learning rate that rises along a straight line and then stays constant: Goyal et al. 2017, 2.2, "gradual warmup".
 */
@Documented
@Part(WarmUpLearningRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WarmUpLearningRate {

    /** The rate after the warm-up. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double rate() default 1e-3;

    /** Rate at the first step; if it is 0, that step changes no parameter. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double initial() default 0;

    /** Steps of the warm-up; 0 stands for {@link #fraction}. */
    @Range(min = 0, unit = "steps")
    int steps() default 0;

    /** The part of the run that is warm-up, in place of steps; 0 stands for a tenth if neither is given (Goyal: 5 of 90). */
    @Range(min = 0, max = 1, unit = "of the run")
    double fraction() default 0;

    /** first + (rate − first)·min(t/steps, 1). */
    record Rate(double rate, double first, long steps) implements ScheduledRate {

        @Override
        public double at(long step) {
            return step < steps ? first + (rate - first) * step / steps : rate;
        }

        @Override
        public List<String> foresee(Facts facts) {
            long total = facts.totalSteps();
            return steps < total
                    ? List.of()
                    : List.of("the warm-up of " + SharedWarnings.steps(steps) + " takes the whole run of " + total
                            + ": the rate ends at " + (float) at(total - 1) + ", not at " + (float) rate + "; "
                            + (total > 1
                                    ? "set warmUpLearningRate.steps to at most " + (total - 1)
                                    : "set experiment.epochs higher, or raise warmUpLearningRate.initial"));
        }
    }

    /** Takes a tenth of the run if no length is given. */
    final class Factory implements PartFactory<WarmUpLearningRate, LearningRate<?>> {

        private static final int PARTS = 10;

        @Override
        public LearningRate<?> create(WarmUpLearningRate annotation, Facts facts) {
            if (annotation.initial() >= annotation.rate()) {
                throw new InvalidPartException(
                        "initial must be below rate (" + annotation.rate() + "), got " + annotation.initial());
            }
            long steps = RampLength.of(annotation.steps(), annotation.fraction(), facts)
                    .orElseGet(() -> (facts.totalSteps() + PARTS - 1) / PARTS);
            return new Rate(annotation.rate(), annotation.initial(), steps);
        }
    }
}
