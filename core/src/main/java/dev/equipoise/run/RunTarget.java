package dev.equipoise.run;

import dev.equipoise.balance.Held;

/**
 * What a strategy was to hold, and what the training split has at the end of the run.
 *
 * @param of the quantity
 * @param value its target, in its unit
 * @param reached its value on the training split
 * @param settled whether the strategy had settled at the last step
 * @param atBound whether beta ended at a bound of the strategy
 */
public record RunTarget(Held of, double value, double reached, boolean settled, boolean atBound) {

    /** The largest deviation of a target that counts as met. */
    private static final double TOLERANCE = 0.05;

    /** (reached − value) / value. */
    public double deviation() {
        return (reached - value) / value;
    }

    /** Whether what was reached is more than 5 % off, or no number. */
    public boolean missed() {
        return !(Math.abs(deviation()) <= TOLERANCE);
    }
}
