package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/** Weight times e^(exponent·u) times the measure of each example. */
record Exponential(String side, double exponent) implements Penalty {

    @Override
    public Grain grain() {
        return Grain.EXAMPLE;
    }

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        Constants constants = batch.constants();
        return measure.mul(batch.side(side).mul(constants.fixed(exponent)).exp())
                .mul(constants.moving(price.weight()));
    }
}
