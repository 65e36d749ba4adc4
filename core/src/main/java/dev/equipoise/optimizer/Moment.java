package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A decaying average, or sum, of the gradients of one parameter. In a dead unit it decays for ever. */
final class Moment {

    /** Between two of them no moment shrinks from where it is kept to where it is subnormal, unless a decay is under 0.4. */
    private static final int UPDATES_TO_SETTLE = 32;

    private final NDArray values;
    private final NDArray least;

    /** @param least magnitude below which a value changes no update */
    Moment(NDArray parameter, double least, NDManager manager) {
        values = manager.zeros(parameter.getShape(), parameter.getDataType());
        this.least = manager.create((float) least).toType(parameter.getDataType(), false);
    }

    NDArray values() {
        return values;
    }

    /** At times sets values that change no update to 0. They would become subnormal, which slows the processor down. */
    void settleAfter(double updates) {
        if (updates % UPDATES_TO_SETTLE == 0) {
            try (NDArray magnitude = values.abs();
                    NDArray large = magnitude.gt(least);
                    NDArray kept = large.toType(values.getDataType(), true)) {
                values.muli(kept);
            }
        }
    }
}
