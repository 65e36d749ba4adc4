package dev.equipoise.schedules;

import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.ScheduledRate;
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
import java.util.ArrayList;
import java.util.List;

/**
 * A learning rate that rises once to max and falls far below its start, along half cosines: the policy of Smith and
 * Topin 2018 with the cosines of fast.ai. The paper also changes the momentum, in the opposite direction; this schedule
 * does not.
 */
@Documented
@Part(OneCycle.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneCycle {

    /** The highest rate. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double max() default 2e-3;

    /** Rate at the first step. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double initial() default 8e-5;

    /** Rate at the last step. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double min() default 1e-7;

    /** The fraction of the run in which the rate rises. */
    @Range(min = 0, minExcluded = true, max = 0.999)
    double rise() default 0.3;

    /**
     * From first to max while τ &lt; rise, then from max to min, each along half a cosine, with τ = t/(total − 1).
     *
     * @param total steps of the run
     */
    record Rate(double max, double first, double min, double rise, long total) implements ScheduledRate {

        @Override
        public double at(long step) {
            double progress = Math.min((double) step / Math.max(1, total - 1), 1);
            return progress < rise
                    ? between(first, max, progress / rise)
                    : between(max, min, (progress - rise) / (1 - rise));
        }

        private static double between(double from, double to, double progress) {
            double height = RampShape.COSINE.at(progress);
            return from * (1 - height) + to * height;
        }
    }

    /** Takes the total from the run. */
    final class Factory implements PartFactory<OneCycle, LearningRate<?>> {

        @Override
        public LearningRate<?> create(OneCycle annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            atMostMax("initial", annotation.initial(), annotation, problems);
            atMostMax("min", annotation.min(), annotation, problems);
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Rate(
                    annotation.max(), annotation.initial(), annotation.min(), annotation.rise(), facts.totalSteps());
        }

        private static void atMostMax(String name, double value, OneCycle annotation, List<String> problems) {
            if (value > annotation.max()) {
                problems.add(name + " must be at most max (" + annotation.max() + "), got " + value);
            }
        }
    }
}
