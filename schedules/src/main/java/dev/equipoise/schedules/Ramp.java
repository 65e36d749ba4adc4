package dev.equipoise.schedules;

import dev.equipoise.part.Facts;
import java.util.List;

/** A schedule of beta that moves once, from its value at step 0 to its final value, and stays there. */
interface Ramp extends ScheduledBeta {

    /** Beta at the end of the ramp and after it. */
    double beta();

    /** Length of the ramp. */
    long steps();

    /** Beta at this progress in [0, 1) of the ramp. */
    double during(double progress);

    /** The key of the attribute that sets the length, for warnings. */
    String key();

    /** The length that an attribute gives, where 0 stands for half of the run. */
    static long steps(int attribute, Facts facts) {
        return attribute == 0 ? (facts.totalSteps() + 1) / 2 : attribute;
    }

    @Override
    default double at(long step) {
        return step < steps() ? during((double) step / steps()) : beta();
    }

    @Override
    default boolean settled(long step, Stateless state) {
        return step >= steps();
    }

    @Override
    default List<String> foresee(Facts facts) {
        long total = facts.totalSteps();
        return steps() <= total
                ? List.of()
                : List.of("the ramp of " + steps() + " steps is longer than the run of " + total + ": beta ends at "
                        + (float) at(total - 1) + ", not at " + (float) beta() + "; set " + key() + " to at most "
                        + total);
    }
}
