package dev.equipoise.schedules.feedback;

/**
 * What a controller remembers that moves ln beta itself.
 *
 * @param logBeta ln beta, within its bounds
 * @param error moving average of how far the reading is from its target, as a fraction of it, clipped to ±1
 */
record SteeredBeta(double logBeta, double error) {}
