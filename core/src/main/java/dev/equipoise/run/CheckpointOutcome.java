package dev.equipoise.run;

/** What became of a checkpoint that was taken. */
public sealed interface CheckpointOutcome permits CheckpointSaved, CheckpointFailed {

    /** Updates that the checkpoint holds, or would have held. */
    long steps();
}
