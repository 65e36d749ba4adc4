package dev.equipoise.architecture.offences.anywhere;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;

/** Recorded code by its type, wherever it lies. */
public record DoublesByNumber() implements Penalty {

    @Override
    public Grain grain() {
        return Grain.BATCH;
    }

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        return measure.mul(2);
    }
}
