package dev.equipoise.local.checkpoint;

/** A checkpoint is not what was written. */
public final class CorruptCheckpointException extends Exception {

    private static final long serialVersionUID = 1L;

    CorruptCheckpointException(String message) {
        super(message);
    }
}
