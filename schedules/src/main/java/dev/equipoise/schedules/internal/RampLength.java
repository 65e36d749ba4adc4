package dev.equipoise.schedules.internal;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import java.util.OptionalLong;

/** The length of a ramp from the two attributes that can state it. */
public final class RampLength {

    private RampLength() {}

    /**
     * The length in steps; empty if both attributes are 0.
     *
     * @param fraction of the run
     * @throws InvalidPartException if both are given
     */
    public static OptionalLong of(int steps, double fraction, Facts facts) {
        if (steps > 0 && fraction > 0) {
            throw new InvalidPartException("steps and fraction must not both be given, got steps " + steps
                    + " and fraction " + fraction + ": they state the same length; leave one of them at 0");
        }
        if (fraction > 0) {
            return OptionalLong.of(Math.max(1, Math.round(fraction * facts.totalSteps())));
        }
        return steps > 0 ? OptionalLong.of(steps) : OptionalLong.empty();
    }
}
