package dev.equipoise.run;

import java.util.function.LongSupplier;

/** What a run measures time by: nanoseconds from any origin, which never jump. The time of day is a clock's. */
@FunctionalInterface
public interface NanoTime extends LongSupplier {}
