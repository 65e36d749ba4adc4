package dev.equipoise.run;

import java.time.Instant;
import java.util.Locale;

/**
 * A checkpoint is on disk, whole and forced.
 *
 * @param steps updates that it holds
 * @param reason why it was taken
 * @param bytes that it takes
 * @param seconds that writing it took, concurrently with training
 * @param at the time at which it was complete
 */
public record CheckpointSaved(long steps, Reason reason, long bytes, double seconds, Instant at)
        implements CheckpointOutcome {

    /** Why a checkpoint is taken. */
    public enum Reason {
        /** The run begins. */
        START,
        /** The steps or minutes of its interval have passed. */
        INTERVAL,
        /** The epoch has the best validation so far. */
        BEST,
        /** The run was asked to end. */
        TERMINATED,
        /** Memory ran out. */
        MEMORY,
        /** The first one after an accepted change of the experiment. */
        ACCEPTED,
        /** The training has ended. */
        END;

        /** Whether only an interrupted run takes checkpoints for this reason. */
        public boolean interrupts() {
            return this == TERMINATED || this == MEMORY;
        }

        /** The reason as files and messages name it, such as "interval". */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
