package dev.equipoise.local.internal.loop;

import dev.equipoise.local.internal.machine.TakenCores;
import dev.equipoise.run.EventRelay;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunWarned;
import dev.equipoise.run.StepFinished;
import java.util.function.Consumer;

/** Passes every event on, and adds a warning if other processes take the cores. */
public final class WatchedCores extends EventRelay {

    private final RunListener inner;
    private final TakenCores cores;

    public WatchedCores(RunListener inner, TakenCores cores) {
        this.inner = inner;
        this.cores = cores;
    }

    @Override
    protected void relay(Consumer<RunListener> event) {
        event.accept(inner);
    }

    @Override
    public void stepFinished(StepFinished event) {
        super.stepFinished(event);
        cores.look().ifPresent(text -> warned(new RunWarned(event.step() + 1, text)));
    }
}
