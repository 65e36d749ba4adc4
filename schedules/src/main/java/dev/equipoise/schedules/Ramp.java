package dev.equipoise.schedules;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Stateless;
import dev.equipoise.schedules.internal.RampLength;
import java.util.ArrayList;
import java.util.List;

/**
 * A schedule of beta that moves once, up or down, from its value at step 0 to its final value, and then stays constant.
 */
interface Ramp extends ScheduledBeta {

    /** Beta at the end of the ramp and after it. */
    double beta();

    /** Length of the ramp. */
    long steps();

    /** Beta at a step of the ramp. */
    double during(long step);

    /** Whether every step of the ramp has the final beta. */
    boolean flat();

    /** The key of the part, for warnings. */
    String part();

    /** What sets the length, for warnings. */
    default String length() {
        return part() + ".steps";
    }

    /** What sets the final beta, for warnings. */
    default String level() {
        return part() + ".beta";
    }

    /** start + (beta − start)·shape(t/steps) while t &lt; steps, then beta. */
    record Shaped(String part, RampShape shape, double beta, double start, long steps) implements Ramp {

        @Override
        public double during(long step) {
            return start + (beta - start) * shape.at((double) step / steps);
        }

        @Override
        public boolean flat() {
            return start == beta;
        }
    }

    /** The length in steps from the attributes, half of the run if both are 0. */
    static long steps(int steps, double fraction, Facts facts) {
        return RampLength.of(steps, fraction, facts).orElseGet(() -> (facts.totalSteps() + 1) / 2);
    }

    /** A warning if the final beta, which this attribute sets, is so small that KL has no price. */
    static List<String> endsAtZero(double beta, String level) {
        return beta > 0
                ? List.of()
                : List.of("beta ends at 0, where KL is free: the model ends as a plain autoencoder, whose prior says"
                        + " nothing about its codes; set " + level + " above 0 unless you want this");
    }

    @Override
    default double at(long step) {
        return step < steps() ? during(step) : beta();
    }

    @Override
    default boolean settled(long step, Stateless state) {
        return step >= steps();
    }

    @Override
    default List<String> foresee(Facts facts) {
        List<String> warnings = new ArrayList<>();
        long total = facts.totalSteps();
        warnings.addAll(endsAtZero(at(total), level()));
        if (flat()) {
            warnings.add("the ramp starts and ends at " + (float) beta() + ": beta never moves; set " + level()
                    + " to another value, or use a constant beta");
        } else if (steps() > total) {
            warnings.add("the ramp of " + steps() + " steps is longer than the run of " + total + ": beta ends at "
                    + (float) at(total - 1) + ", not at " + (float) beta() + "; set " + length() + " to at most "
                    + total);
        }
        return warnings;
    }
}
