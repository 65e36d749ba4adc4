package dev.equipoise.run;

import dev.equipoise.part.Role;

/**
 * Watches a run. Called on the run's thread; it cannot steer. If a listener throws an exception or error, it is
 * logged, and the listener gets no more events but {@link #closed}. The run continues.
 */
@Role(value = "listener", many = true)
public interface RunListener {

    default void started(RunStarted event) {}

    default void stepFinished(StepFinished event) {}

    default void epochFinished(EpochFinished event) {}

    /**
     * A checkpoint of the present state is taken. A listener that keeps files flushes them, so that they match the
     * checkpoint.
     */
    default void checkpointing() {}

    /** Sent some steps after the checkpoint was taken, because it is written concurrently with training. */
    default void checkpointSaved(CheckpointSaved event) {}

    default void checkpointFailed(CheckpointFailed event) {}

    default void rolledBack(RolledBack event) {}

    default void batchesSplit(BatchesSplit event) {}

    default void warned(RunWarned event) {}

    /** The last event of every run that started, whatever its end. */
    default void finished(RunFinished event) {}

    /**
     * All listeners have seen the end. A listener releases its resources, after lingering if that was requested.
     * Listeners that failed are called too.
     */
    default void closed() {}
}
