package dev.equipoise.local.checkpoint;

/**
 * A checkpoint that was read whole.
 *
 * @param occasion when and why it was taken
 * @param snapshot what it holds
 */
public record Saved(Occasion occasion, Snapshot snapshot) {}
