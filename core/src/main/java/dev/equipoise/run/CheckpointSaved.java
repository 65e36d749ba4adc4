package dev.equipoise.run;

import java.time.Instant;

/**
 * A checkpoint is on disk, whole and forced.
 *
 * @param steps updates that it holds
 * @param reason why it was taken
 * @param bytes that it takes
 * @param seconds that writing it took, beside the training
 * @param at the time of its commit
 */
public record CheckpointSaved(long steps, CheckpointReason reason, long bytes, double seconds, Instant at)
        implements CheckpointOutcome {}
