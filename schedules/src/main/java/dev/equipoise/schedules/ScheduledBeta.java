package dev.equipoise.schedules;

import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Schedule;
import dev.equipoise.part.Stateless;

/** A strategy that is a schedule of beta: reconstruction at weight 1, divergence at the schedule's value. */
public interface ScheduledBeta extends OpenLoop, Schedule {

    /**
     * The strategy that follows a schedule, for methods of an experiment and for strategies that build on
     * schedules.
     *
     * @param schedule of beta, finite and at least 0
     * @param settled the first step from which beta has its final level, so that early stopping may judge the run
     */
    static ScheduledBeta of(Schedule schedule, long settled) {
        return new Following(schedule, settled);
    }

    /** What {@link #of} makes. */
    record Following(Schedule schedule, long settled) implements ScheduledBeta {

        @Override
        public double at(long step) {
            return schedule.at(step);
        }

        @Override
        public boolean settled(long step, Stateless state) {
            return step >= settled;
        }
    }

    @Override
    default Prices prices(long step) {
        return Prices.beta(at(step));
    }
}
