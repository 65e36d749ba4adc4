package dev.equipoise.schedules;

import dev.equipoise.balance.LearningRate;
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

/** A learning rate that rises and falls along straight lines, again and again: Smith 2017, "triangular". */
@Documented
@Part(TriangularLearningRate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TriangularLearningRate {

    /** Rate at the start and the end of a cycle. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double min() default 1e-4;

    /** Rate in the middle of a cycle. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double max() default 2e-3;

    /** Steps from one minimum to the next; 0 stands for four epochs (Smith: half a cycle takes 2 to 10 epochs). */
    @Range(min = 0, unit = "steps")
    int cycleSteps() default 0;

    /** min + (max − min)·(1 − |2τ − 1|) with τ = (t mod cycleSteps)/cycleSteps. */
    record Rate(double min, double max, long cycleSteps) implements LearningRate {

        @Override
        public double at(long step) {
            double progress = (double) (step % cycleSteps) / cycleSteps;
            return min + (max - min) * (1 - Math.abs(2 * progress - 1));
        }
    }

    /** Takes four epochs where no length is given. */
    final class Factory implements PartFactory<TriangularLearningRate, LearningRate> {

        private static final int EPOCHS = 4;

        @Override
        public LearningRate create(TriangularLearningRate annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            if (annotation.min() > annotation.max()) {
                problems.add("min must be at most max (" + annotation.max() + "), got " + annotation.min());
            }
            if (annotation.cycleSteps() == 1) {
                problems.add("cycleSteps must be at least 2, or 0 for four epochs, got 1");
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            long steps = annotation.cycleSteps() == 0 ? EPOCHS * facts.stepsPerEpoch() : annotation.cycleSteps();
            return new Rate(annotation.min(), annotation.max(), steps);
        }
    }
}
