package dev.equipoise.balance;

import dev.equipoise.part.Stateless;

/** A strategy whose prices depend on the step alone. */
public interface OpenLoop extends BalancingStrategy<Stateless> {

    /** The prices of the step with this index, counted from 0. */
    Prices prices(long step);

    @Override
    default Stateless initial() {
        return new Stateless();
    }

    @Override
    default Prices prices(long step, Stateless state) {
        return prices(step);
    }

    @Override
    default Stateless next(long step, Stateless state, Readings readings) {
        return state;
    }
}
