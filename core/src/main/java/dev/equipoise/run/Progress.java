package dev.equipoise.run;

import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param steps updates made, those before a resume included
 * @param seconds of training and evaluation, those before a resume included
 * @param settled whether the prices have reached their final level
 * @param ignored at the end of an epoch: why the decoder ignores its latents; empty if it does not, or if it is too soon to
 *     say
 */
public record Progress(long steps, double seconds, boolean settled, Optional<String> ignored) {}
