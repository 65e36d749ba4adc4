package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/** Weight times measure: the default shape. Being linear, it acts after all reduction. */
record Weighted() implements Penalty {

    @Override
    public Grain grain() {
        return Grain.BATCH;
    }

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        return price.weight() == 1 ? measure : measure.mul(batch.constants().moving(price.weight()));
    }

    @Override
    public boolean linear() {
        return true;
    }
}
