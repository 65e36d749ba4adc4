package dev.equipoise.run;

/**
 * How far a run has come.
 *
 * @param steps updates made, those before a resume included
 * @param seconds of training and evaluation, those before a resume included
 * @param settled whether the prices have reached their final level
 */
public record Progress(long steps, double seconds, boolean settled) {}
