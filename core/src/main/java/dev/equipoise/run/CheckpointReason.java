package dev.equipoise.run;

import java.util.Locale;

/** Why a checkpoint is taken. */
public enum CheckpointReason {
    /** The run begins. */
    START,
    /** Its steps or minutes have passed. */
    INTERVAL,
    /** The epoch has the best validation so far. */
    BEST,
    /** The run was asked to end. */
    TERMINATED,
    /** Memory ran out. */
    MEMORY,
    /** The first of what an accepted change has made another experiment. */
    ACCEPTED,
    /** The training has ended. */
    END;

    /** Whether a run that is not interrupted takes no checkpoint for this reason. */
    public boolean interrupts() {
        return this == TERMINATED || this == MEMORY;
    }

    /** The reason as files and messages name it, such as "interval". */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
