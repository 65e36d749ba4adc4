package dev.equipoise.run;

import java.util.function.Consumer;

/** A listener that passes every event on. */
public abstract class EventRelay implements RunListener {

    /** Passes an event on to its listeners. */
    protected abstract void tell(Consumer<RunListener> event);

    @Override
    public void started(RunStarted event) {
        tell(listener -> listener.started(event));
    }

    @Override
    public void stepFinished(StepFinished event) {
        tell(listener -> listener.stepFinished(event));
    }

    @Override
    public void epochFinished(EpochFinished event) {
        tell(listener -> listener.epochFinished(event));
    }

    @Override
    public void checkpointing() {
        tell(RunListener::checkpointing);
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        tell(listener -> listener.checkpointSaved(event));
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        tell(listener -> listener.checkpointFailed(event));
    }

    @Override
    public void rolledBack(RolledBack event) {
        tell(listener -> listener.rolledBack(event));
    }

    @Override
    public void batchesSplit(BatchesSplit event) {
        tell(listener -> listener.batchesSplit(event));
    }

    @Override
    public void warned(RunWarned event) {
        tell(listener -> listener.warned(event));
    }

    @Override
    public void finished(RunFinished event) {
        tell(listener -> listener.finished(event));
    }

    @Override
    public void closed() {
        tell(RunListener::closed);
    }
}
