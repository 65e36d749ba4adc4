package dev.equipoise.run;

/**
 * A checkpoint could not be written. The older ones are unchanged.
 *
 * @param steps updates that it would have held
 * @param cause the system's error
 */
public record CheckpointFailed(long steps, String cause) implements CheckpointOutcome {}
