package dev.equipoise.run;

import java.util.Optional;

/**
 * The progress of a run.
 *
 * @param steps updates made, those before a resume included
 * @param seconds of training and evaluation, those before a resume included
 * @param settled whether the prices have reached their final level
 * @param ignored at the end of an epoch, why the decoder is judged to ignore its latents; empty if it does not, or if
 *     it is too early to judge
 */
public record Progress(long steps, double seconds, boolean settled, Optional<String> ignored) {}
