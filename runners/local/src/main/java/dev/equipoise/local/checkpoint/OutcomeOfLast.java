package dev.equipoise.local.checkpoint;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.util.Optional;
import java.util.OptionalLong;

/** What became of the last checkpoint, and how many failed in a row, remembered while it is told on. */
final class OutcomeOfLast {

    private Optional<String> failure = Optional.empty();
    private OptionalLong lastOnDisk = OptionalLong.empty();
    private int failuresInARow;

    Optional<String> failure() {
        return failure;
    }

    /** Since one was written, or the run went back to one. */
    int failuresInARow() {
        return failuresInARow;
    }

    /** The last was not to be written, which is no failure to write. */
    void unfit(String cause) {
        failure = Optional.of(cause);
    }

    /** Updates of the last one that is on disk; empty before the first. */
    OptionalLong lastOnDisk() {
        return lastOnDisk;
    }

    /** The last is this one, which is on disk. */
    void isOnDisk(long steps) {
        lastOnDisk = OptionalLong.of(steps);
        failure = Optional.empty();
        failuresInARow = 0;
    }

    RunListener heardBy(RunListener listener) {
        return new RunListener() {

            @Override
            public void checkpointSaved(CheckpointSaved event) {
                isOnDisk(event.steps());
                listener.checkpointSaved(event);
            }

            @Override
            public void checkpointFailed(CheckpointFailed event) {
                failure = Optional.of(event.cause());
                failuresInARow++;
                listener.checkpointFailed(event);
            }
        };
    }
}
