package dev.equipoise.survival;

import dev.equipoise.run.RunListener;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;

/** Asks a run to end when it has taken so many steps, as a signal would. */
record StopAfter(long steps, StopRequest stop) implements RunListener {

    @Override
    public void stepFinished(StepFinished event) {
        if (event.step() + 1 == steps) {
            stop.make();
        }
    }
}
