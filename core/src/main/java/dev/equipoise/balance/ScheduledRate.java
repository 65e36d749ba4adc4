package dev.equipoise.balance;

import dev.equipoise.part.Stateless;

/** A learning rate that depends on the step alone. */
@FunctionalInterface
public interface ScheduledRate extends LearningRate<Stateless>, Schedule {

    @Override
    default Stateless initial() {
        return new Stateless();
    }

    @Override
    default double at(long step, Stateless state) {
        return at(step);
    }

    @Override
    default Stateless next(long step, Stateless state, Readings readings) {
        return state;
    }
}
