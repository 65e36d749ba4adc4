package dev.equipoise.app.internal.findlr;

import dev.equipoise.balance.ScheduledRate;

/**
 * A learning rate that rises by the same factor with every step, min·(max/min)^(t/(steps − 1)): the range test of Smith
 * 2017, 3.3, over orders of magnitude.
 */
public record RateSweep(double min, double max, int steps) implements ScheduledRate {

    /** Fewer steps than this tell nothing. */
    public static final int FEWEST = 50;

    public RateSweep {
        if (!(min > 0 && max > min && max <= 1e3)) {
            throw new IllegalArgumentException(
                    "--min and --max must be rates with 0 < min < max <= 1000, got " + min + " and " + max);
        }
        if (steps < FEWEST) {
            throw new IllegalArgumentException("--steps must be at least " + FEWEST + ", got " + steps);
        }
    }

    @Override
    public double at(long step) {
        double progress = Math.min((double) step / (steps - 1), 1);
        return min * Math.pow(max / min, progress);
    }

    /** Steps that a moving average over the losses remembers: long enough against noise, short enough not to lag. */
    int memory() {
        return Math.max(5, steps / 40);
    }

    /** Steps at either end, within which a suggestion is too near to rates that were not tried: a sixth of the orders. */
    int margin() {
        return steps / 6;
    }
}
