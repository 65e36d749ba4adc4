package dev.equipoise.run;

import java.util.function.LongSupplier;

/**
 * The clock by which a run measures durations, in nanoseconds from any origin. It never jumps, unlike the time of day.
 */
@FunctionalInterface
public interface NanoTime extends LongSupplier {}
