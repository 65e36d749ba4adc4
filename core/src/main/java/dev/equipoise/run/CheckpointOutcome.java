package dev.equipoise.run;

/** The outcome of a checkpoint: saved or failed. */
public sealed interface CheckpointOutcome permits CheckpointSaved, CheckpointFailed {

    /** Updates that the checkpoint holds, or would have held. */
    long steps();
}
