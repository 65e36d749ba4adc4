package dev.equipoise.run;

/**
 * A step was not finite, and the run went back to a checkpoint. It is no longer the run that its plan describes.
 *
 * @param from updates made before the step that failed
 * @param to updates that the checkpoint holds
 * @param epochs that had ended at the checkpoint
 * @param cause what was not finite
 * @param rateFactor the factor of every learning rate from now on
 * @param count of rollbacks so far, this one included
 */
public record RolledBack(long from, long to, int epochs, String cause, double rateFactor, int count) {}
