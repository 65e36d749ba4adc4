package dev.equipoise.local.internal.checkpoint;

/** A checkpoint is not what was written. */
public final class CorruptCheckpointException extends Exception {

    private static final long serialVersionUID = 1L;

    CorruptCheckpointException(String message) {
        super(message);
    }
}
