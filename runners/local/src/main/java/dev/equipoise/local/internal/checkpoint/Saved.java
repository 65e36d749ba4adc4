package dev.equipoise.local.internal.checkpoint;

/**
 * A checkpoint that was read whole.
 *
 * @param info when and why it was taken
 * @param snapshot what it holds
 */
public record Saved(CheckpointInfo info, Snapshot snapshot) {}
