package dev.equipoise.run;

/**
 * During training, the run noticed something that a person should know. It continues.
 *
 * @param steps updates made so far
 * @param text what was noticed and what to try, in one line
 */
public record RunWarned(long steps, String text) {}
