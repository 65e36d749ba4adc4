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
 * A learning rate that falls along half a cosine and starts again at max, in cycles that may grow: SGDR, Loshchilov and
 * Hutter 2017, eq. 5.
 */
@Documented
@Part(CosineWarmRestarts.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CosineWarmRestarts {

    /** Rate at the start of every cycle. */
    @Range(min = 0, minExcluded = true, max = 1e3, unit = "per step")
    double max() default 1e-3;

    /** Rate that every cycle falls to. */
    @Range(min = 0, max = 1e3, unit = "per step")
    double min() default 1e-5;

    /** Steps of the first cycle; 0 stands for the length at which four cycles fill the run. */
    @Range(min = 0, unit = "steps")
    int cycleSteps() default 0;

    /**
     * Whether the cycles are those of beta: the rate is at max when beta starts again, and at min at the end of its
     * plateau.
     */
    boolean inPhase() default false;

    /** The ratio of the length of each cycle to the one before it. */
    @Range(min = 1, max = 100)
    int growth() default 1;

    /** min + ½(max − min)(1 + cos(π·τ)), with τ in [0, 1) the completed part of the present cycle. */
    record Rate(double max, double min, long cycleSteps, int growth) implements ScheduledRate {

        @Override
        public double at(long step) {
            long length = cycleSteps;
            long place = step;
            if (growth == 1) {
                place = step % length;
            } else {
                while (place >= length) {
                    place -= length;
                    length *= growth;
                }
            }
            return min + (max - min) * (1 + Math.cos(Math.PI * place / length)) / 2;
        }

        @Override
        public List<String> foresee(Facts facts) {
            long total = facts.totalSteps();
            return cycleSteps <= total
                    ? List.of()
                    : List.of("the first cycle of " + cycleSteps + " steps is longer than the run of " + total
                            + ": the rate ends at " + (float) at(total - 1) + ", not near its min of " + (float) min
                            + "; set cosineWarmRestarts.cycleSteps to at most " + total);
        }
    }

    /** Fills the run with four cycles if no length is given. */
    final class Factory implements PartFactory<CosineWarmRestarts, LearningRate<?>> {

        private static final int CYCLES = 4;

        @Override
        public LearningRate<?> create(CosineWarmRestarts annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            if (annotation.min() >= annotation.max()) {
                problems.add("min must be below max (" + annotation.max() + "), got " + annotation.min());
            }
            if (annotation.cycleSteps() == 1) {
                problems.add("cycleSteps must be at least 2, or 0 for four cycles, got 1");
            }
            if (annotation.inPhase() && annotation.growth() != 1) {
                problems.add(
                        "growth must be 1 with inPhase, because beta's cycles do not grow, got " + annotation.growth());
            }
            long steps = new Cycle(annotation.cycleSteps(), annotation.inPhase())
                    .steps(facts, filling(facts.totalSteps(), annotation.growth()), problems);
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Rate(annotation.max(), annotation.min(), steps, annotation.growth());
        }

        private static long filling(long total, long growth) {
            long first = 0;
            long length = 1;
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                first += length;
                length *= growth;
            }
            return (total + first - 1) / first;
        }
    }
}
