package dev.equipoise.schedules.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Readings;
import java.util.function.DoubleFunction;

/** A controller's run against a plant, and what it must keep to. */
record ControlTrial<S extends Record>(BalancingStrategy<S> strategy, DoubleFunction<Readings> readings) {

    /** Within 2,000 steps it is on its target and stays, without overshooting by a fifth, at this beta. */
    void settles(WaterFilling plant, double target, double expectedBeta) {
        boolean fromBelow = plant.level() < target;
        S state = strategy.initial();
        double mean = 0;
        for (int step = 0; step < 3_000; step++) {
            state = strategy.next(step, state, readings.apply(plant.step(beta(step, state))));
            assertThat(step < 40 && strategy.settled(step + 1, state))
                    .as("settled at step %d, from a few readings", step)
                    .isFalse();
            double overshoot = (fromBelow ? 1 : -1) * (plant.level() / target - 1);
            assertThat(overshoot).as("overshoot at step %d", step).isLessThan(0.2);
            if (step >= 2_000) {
                assertThat(plant.level()).as("level at step %d", step).isCloseTo(target, within(0.05 * target));
                mean += plant.level() / 1_000;
            }
        }
        assertThat(mean).isCloseTo(target, within(0.02 * target));
        assertThat(beta(3_000, state)).isCloseTo(expectedBeta, within(0.05 * expectedBeta));
        assertThat(strategy.settled(3_000, state)).isTrue();
    }

    /** Of readings that scatter by as much as they measure it holds the mean to 1.5 %. */
    void holdsTheMean(DoubleFunction<WaterFilling> plantFrom, double target) {
        S state = strategy.initial();
        WaterFilling plant = plantFrom.apply(beta(0, state));
        double mean = 0;
        for (int step = 0; step < 42_000; step++) {
            state = strategy.next(step, state, readings.apply(plant.step(beta(step, state))));
            mean += step < 2_000 ? 0 : plant.level() / 40_000;
        }
        assertThat(mean).isCloseTo(target, within(0.015 * target));
    }

    /** After 50,000 steps of one level beta is at this bound; 100 steps of another move it off by a twentieth. */
    void leavesSaturation(double stuck, double bound, double then) {
        S state = strategy.initial();
        for (int step = 0; step < 50_000; step++) {
            state = strategy.next(step, state, readings.apply(stuck));
        }
        assertThat(beta(0, state)).isCloseTo(bound, within(1e-12 * bound));
        for (int step = 0; step < 100; step++) {
            state = strategy.next(step, state, readings.apply(then));
        }
        assertThat(Math.abs(Math.log(beta(0, state) / bound))).isGreaterThan(0.05);
    }

    /** A reading of this level in the middle of a run changes neither prices nor state. */
    void ignores(double level) {
        S state = strategy.next(0, strategy.initial(), readings.apply(3));
        assertThat(strategy.next(1, state, readings.apply(level))).isEqualTo(state);
    }

    private double beta(long step, S state) {
        return strategy.prices(step, state).effectiveBeta().orElseThrow();
    }
}
