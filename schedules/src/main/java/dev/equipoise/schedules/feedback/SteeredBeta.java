package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.Prices;

/**
 * What a controller remembers that moves ln beta itself.
 *
 * @param logBeta ln beta, within its bounds
 * @param error moving average of how far the reading is from its target, as a fraction of it, each clipped to ±1
 */
record SteeredBeta(double logBeta, double error) {

    /** Before the first step. */
    static SteeredBeta within(BetaRange range) {
        return new SteeredBeta(range.initialLog(), 0);
    }

    Prices prices(BetaRange range) {
        return Prices.beta(range.beta(logBeta));
    }

    boolean settled(long step) {
        return RelativeError.settled(step, error);
    }
}
