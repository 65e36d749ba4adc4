package dev.equipoise.schedules;

import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Schedule;

/** A strategy that is a schedule of beta: reconstruction at weight 1, divergence at the schedule's value. */
public interface ScheduledBeta extends OpenLoop, Schedule {

    @Override
    default Prices prices(long step) {
        return Prices.beta(at(step));
    }
}
