package dev.equipoise.run;

/**
 * While it trained, the run noticed something that a person should know. It continues as before.
 *
 * @param steps updates made so far
 * @param text what was noticed and what to try, in one line
 */
public record RunWarned(long steps, String text) {}
