package dev.equipoise.local.internal.machine;

import java.util.Optional;

/** Measures what the cores do. */
@FunctionalInterface
public interface CoreMeter {

    /** What they have done until now; empty if the system does not report it. */
    Optional<CoreUse> read();
}
