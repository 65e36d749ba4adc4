package dev.equipoise.schedules.feedback;

/**
 * The state of a controller that changes ln beta directly.
 *
 * @param logBeta ln beta, within its bounds
 * @param error moving average of the distance of the reading from its target, as a fraction of the target, clipped to
 *     ±1
 */
record SteeredBeta(double logBeta, double error) {}
