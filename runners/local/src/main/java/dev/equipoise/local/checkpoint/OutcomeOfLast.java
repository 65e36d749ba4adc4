package dev.equipoise.local.checkpoint;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.util.Optional;

/** What became of the last checkpoint, remembered while it is told on. */
final class OutcomeOfLast {

    private Optional<String> failure = Optional.empty();

    Optional<String> failure() {
        return failure;
    }

    /** The last is another one, which is on disk. */
    void forget() {
        failure = Optional.empty();
    }

    RunListener heardBy(RunListener listener) {
        return new RunListener() {

            @Override
            public void checkpointSaved(CheckpointSaved event) {
                failure = Optional.empty();
                listener.checkpointSaved(event);
            }

            @Override
            public void checkpointFailed(CheckpointFailed event) {
                failure = Optional.of(event.cause());
                listener.checkpointFailed(event);
            }
        };
    }
}
