package dev.equipoise.schedules;

import dev.equipoise.balance.Schedule;
import org.assertj.core.api.AbstractAssert;

/** Assertions on schedules: {@code assertThat(schedule).startsAt(0).reaches(1).at(100)}. */
public final class ScheduleAssert extends AbstractAssert<ScheduleAssert, Schedule> {

    private static final double TOLERANCE = 1e-12;

    private ScheduleAssert(Schedule actual) {
        super(actual, ScheduleAssert.class);
    }

    public static ScheduleAssert assertThat(Schedule actual) {
        return new ScheduleAssert(actual);
    }

    /** The value at step 0. */
    public ScheduleAssert startsAt(double value) {
        return is(value, 0);
    }

    /** The value at one step, within 1e-12 of the value's size. */
    public ScheduleAssert is(double value, long step) {
        double found = actual.at(step);
        if (!(Math.abs(found - value) <= TOLERANCE * Math.max(1, Math.abs(value)))) {
            failWithMessage("schedule must be %s at step %s, was %s", value, step, found);
        }
        return this;
    }

    /** The first step at which the value is reached, by the step that follows. */
    public Reached reaches(double value) {
        return new Reached(value);
    }

    /** Never falls between two steps. */
    public ScheduleAssert risesBetween(long first, long last) {
        for (long step = first; step < last; step++) {
            if (!(actual.at(step + 1) >= actual.at(step))) {
                failWithMessage(
                        "schedule must not fall from step %s to the next, was %s then %s",
                        step, actual.at(step), actual.at(step + 1));
            }
        }
        return this;
    }

    /** Constant between two steps. */
    public ScheduleAssert staysAt(double value, long first, long last) {
        for (long step = first; step <= last; step++) {
            is(value, step);
        }
        return this;
    }

    /** Within these bounds at every step. */
    public ScheduleAssert liesWithin(double lowest, double highest, long first, long last) {
        for (long step = first; step <= last; step++) {
            double found = actual.at(step);
            if (!(found >= lowest && found <= highest)) {
                failWithMessage("schedule must lie in [%s, %s] at step %s, was %s", lowest, highest, step, found);
            }
        }
        return this;
    }

    /** A value that is waiting for its step. */
    public final class Reached {

        private final double value;

        private Reached(double value) {
            this.value = value;
        }

        /** Reached at this step, and at none before. */
        public ScheduleAssert at(long step) {
            for (long earlier = 0; earlier < step; earlier++) {
                if (Math.abs(actual.at(earlier) - value) <= TOLERANCE) {
                    failWithMessage("schedule must reach %s at step %s, had it at step %s", value, step, earlier);
                }
            }
            return is(value, step);
        }
    }
}
