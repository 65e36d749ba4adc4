package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/**
 * Weight times |measure − target|, the shape of Burgess et al. 2018, eq. 8. The distance is that of the batch mean. A
 * distance per example would also penalise differences between examples, and have another optimum.
 */
record AbsoluteDeviation() implements Penalty {

    @Override
    public Grain grain() {
        return Grain.BATCH;
    }

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        double target = price.target()
                .orElseThrow(() -> new IllegalArgumentException("an absolute deviation must have a target, got none:"
                        + " the strategy that uses it must set its price with Price.towards"));
        Constants constants = batch.constants();
        return measure.sub(constants.moving(target)).abs().mul(constants.moving(price.weight()));
    }
}
