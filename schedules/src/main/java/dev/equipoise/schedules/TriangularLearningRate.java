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
import java.util.Locale;

/**
 * A learning rate that repeatedly rises and falls along straight lines: Smith 2017, "triangular", "triangular2" and
 * "exp_range".
 */
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

    /** Whether the cycles are those of beta: the rate is lowest when beta starts again, and highest in the middle. */
    boolean inPhase() default false;

    /** How the height of the triangles shrinks. */
    Decay decay() default Decay.NONE;

    /** The factor of {@link Decay#EXPONENTIAL}, which must be below 1; Smith's example is 0.99994. */
    @Range(min = 0, minExcluded = true, max = 1, unit = "of the height a step")
    double gamma() default 1;

    /** How the height of the triangles shrinks. */
    enum Decay {
        /** Not at all: "triangular". */
        NONE {
            @Override
            double factor(long cycle, long step, double gamma) {
                return 1;
            }
        },
        /** By half with every cycle: "triangular2". */
        HALVING {
            @Override
            double factor(long cycle, long step, double gamma) {
                return Math.pow(0.5, (double) cycle);
            }
        },
        /** By gamma with every step: "exp_range". */
        EXPONENTIAL {
            @Override
            double factor(long cycle, long step, double gamma) {
                return Math.pow(gamma, (double) step);
            }
        };

        /** The factor of the height, with cycles counted from 0. */
        abstract double factor(long cycle, long step, double gamma);
    }

    /**
     * min + (max − min)·(1 − |2τ − 1|)·g with τ = (t mod cycleSteps)/cycleSteps and g = 1, ½^⌊t/cycleSteps⌋ or gamma^t.
     *
     * @param gamma 1 unless the decay is exponential
     */
    record Rate(double min, double max, long cycleSteps, Decay decay, double gamma) implements ScheduledRate {

        @Override
        public double at(long step) {
            double progress = (double) (step % cycleSteps) / cycleSteps;
            double height = (1 - Math.abs(2 * progress - 1)) * decay.factor(step / cycleSteps, step, gamma);
            return min + (max - min) * height;
        }

        /** In a run as long as half a cycle, the last step is so near the middle that there is no warning. */
        @Override
        public List<String> foresee(Facts facts) {
            long total = facts.totalSteps();
            return cycleSteps <= 2 * total
                    ? List.of()
                    : List.of("half of the cycle of " + cycleSteps + " steps is longer than the run of " + total
                            + ": the rate ends at " + (float) at(total - 1) + " and never reaches the middle of a"
                            + " triangle, where it is highest; set triangularLearningRate.cycleSteps to at most "
                            + 2 * total);
        }
    }

    /** Takes four epochs if no length is given. */
    final class Factory implements PartFactory<TriangularLearningRate, LearningRate<?>> {

        private static final int EPOCHS = 4;

        /** What an exponential decay leaves at the end of the run. */
        private static final double LEFT = 0.01;

        @Override
        public LearningRate<?> create(TriangularLearningRate annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            if (annotation.min() >= annotation.max()) {
                problems.add("min must be below max (" + annotation.max() + "), got " + annotation.min());
            }
            if (annotation.cycleSteps() == 1) {
                problems.add("cycleSteps must be at least 2, or 0 for four epochs, got 1");
            }
            checkGamma(annotation, facts, problems);
            long steps = new Cycle(annotation.cycleSteps(), annotation.inPhase())
                    .steps(facts, EPOCHS * facts.stepsPerEpoch(), problems);
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new Rate(annotation.min(), annotation.max(), steps, annotation.decay(), annotation.gamma());
        }

        private static void checkGamma(TriangularLearningRate annotation, Facts facts, List<String> problems) {
            boolean exponential = annotation.decay() == Decay.EXPONENTIAL;
            if (exponential && annotation.gamma() == 1) {
                problems.add(String.format(
                        Locale.ROOT,
                        "gamma must be below 1 with decay EXPONENTIAL, got 1; %.7f leaves %.0f %% of the height at the"
                                + " end of the run",
                        Math.pow(LEFT, 1.0 / facts.totalSteps()),
                        100 * LEFT));
            } else if (!exponential && annotation.gamma() != 1) {
                problems.add("gamma must be left out with decay " + annotation.decay() + ", got " + annotation.gamma()
                        + "; it belongs to EXPONENTIAL");
            }
        }
    }
}
