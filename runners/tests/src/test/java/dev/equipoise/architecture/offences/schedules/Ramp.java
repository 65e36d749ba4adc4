package dev.equipoise.architecture.offences.schedules;

import dev.equipoise.balance.Schedule;

/** Breaks no rule itself. */
public record Ramp() implements Schedule {

    @Override
    public double at(long step) {
        return step;
    }
}
