package dev.equipoise.app.internal.doctor;

import dev.equipoise.run.EngineName;

/** Loads an engine and computes a little with it. */
@FunctionalInterface
public interface EngineCheck {

    /** How it went, or why it failed. */
    Outcome of(EngineName engine);

    /**
     * The outcome.
     *
     * @param works whether the engine loaded and computed
     * @param words its version and the seconds it took, or what went wrong
     */
    record Outcome(boolean works, String words) {}
}
