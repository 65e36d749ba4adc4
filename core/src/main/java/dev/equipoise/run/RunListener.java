package dev.equipoise.run;

import dev.equipoise.part.Role;

/**
 * Watches a run. Called on the run's thread; it cannot steer. An exception or error from a listener is logged and ends
 * that listener's part in the run, but for {@link #closed}, never the run.
 */
@Role(value = "listener", many = true)
public interface RunListener {

    default void started(RunStarted event) {}

    default void stepFinished(StepFinished event) {}

    default void epochFinished(EpochFinished event) {}

    /** A checkpoint of the run as it is now is taken: what is to survive with it is handed to the system. */
    default void checkpointing() {}

    /** Told some steps after the one that it was taken at, since it is written beside the training. */
    default void checkpointSaved(CheckpointSaved event) {}

    default void checkpointFailed(CheckpointFailed event) {}

    default void rolledBack(RolledBack event) {}

    default void batchesSplit(BatchesSplit event) {}

    default void warned(RunWarned event) {}

    /** The last event of every run that started, whatever its end. */
    default void finished(RunFinished event) {}

    /**
     * Every listener has seen the end: whatever is held is released, after lingering where that was asked for. Told to those
     * that failed, too.
     */
    default void closed() {}
}
