package dev.equipoise.balance;

/** A number as a function of the step, computed from the step and never accumulated. */
@FunctionalInterface
public interface Schedule {

    /** The value at the step with this index, counted from 0. */
    double at(long step);

    /** This schedule for a number of steps, followed by the next one, whose steps count from 0. */
    default Schedule then(long steps, Schedule next) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps before the next schedule must be at least 0, got " + steps);
        }
        return step -> step < steps ? at(step) : next.at(step - steps);
    }

    /** The first {@code steps} steps of this schedule, repeated. */
    default Schedule repeatedEvery(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps of a repetition must be at least 1, got " + steps);
        }
        return step -> at(step % steps);
    }

    /** This schedule times a factor. */
    default Schedule scaledBy(double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor of a schedule must be finite, got " + factor);
        }
        return step -> factor * at(step);
    }
}
