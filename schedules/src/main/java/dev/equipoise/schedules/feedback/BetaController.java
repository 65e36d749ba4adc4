package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.BetaBounds;
import dev.equipoise.balance.Prices;
import java.util.Optional;

/** Moves ln beta itself, within bounds, until a reading is at its target. */
interface BetaController extends BalancingStrategy<SteeredBeta> {

    /** Where beta begins, and what it keeps within. */
    BetaRange range();

    @Override
    default SteeredBeta initial() {
        return new SteeredBeta(range().initialLog(), 0);
    }

    @Override
    default Prices prices(long step, SteeredBeta state) {
        return Prices.beta(range().beta(state.logBeta()));
    }

    @Override
    default Optional<BetaBounds> betaBounds() {
        return range().bounds();
    }

    @Override
    default boolean settled(long step, SteeredBeta state) {
        return RelativeError.settled(step, state.error());
    }
}
