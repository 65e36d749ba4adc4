package dev.equipoise.experiment;

/**
 * One resolved value of a plan.
 *
 * @param value an int, long, double, boolean, String, enum constant, or an array of ints or doubles
 * @param unit its unit; empty for a pure number
 * @param origin where it comes from, such as "default", "annotation on DigitsFixed" or "--set"
 */
public record Value(Object value, String unit, String origin) {}
