package dev.equipoise.balance;

/** A strategy whose prices depend on the step alone. */
public interface OpenLoop extends BalancingStrategy<OpenLoop.Stateless> {

    /** The state of a strategy that has none. */
    record Stateless() {}

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
