package dev.equipoise.schedules.feedback;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import java.util.Optional;

/** Changes ln beta directly, within bounds, until a reading is at its target. */
interface BetaController extends BalancingStrategy<SteeredBeta> {

    /** The initial beta and its bounds. */
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
    default Optional<BalancingStrategy.BetaBounds> betaBounds() {
        return range().bounds();
    }

    @Override
    default boolean settled(long step, SteeredBeta state) {
        return RelativeError.settled(step, state.error());
    }
}
