package dev.equipoise.run;

import java.util.function.Consumer;

/** A listener that passes every event on. */
public abstract class EventRelay implements RunListener {

    /** Passes an event on to its listeners. */
    protected abstract void relay(Consumer<RunListener> event);

    @Override
    public void started(RunStarted event) {
        relay(listener -> listener.started(event));
    }

    @Override
    public void stepFinished(StepFinished event) {
        relay(listener -> listener.stepFinished(event));
    }

    @Override
    public void epochFinished(EpochFinished event) {
        relay(listener -> listener.epochFinished(event));
    }

    @Override
    public void checkpointing() {
        relay(RunListener::checkpointing);
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        relay(listener -> listener.checkpointSaved(event));
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        relay(listener -> listener.checkpointFailed(event));
    }

    @Override
    public void rolledBack(RolledBack event) {
        relay(listener -> listener.rolledBack(event));
    }

    @Override
    public void batchesSplit(BatchesSplit event) {
        relay(listener -> listener.batchesSplit(event));
    }

    @Override
    public void warned(RunWarned event) {
        relay(listener -> listener.warned(event));
    }

    @Override
    public void finished(RunFinished event) {
        relay(listener -> listener.finished(event));
    }

    @Override
    public void closed() {
        relay(RunListener::closed);
    }
}
