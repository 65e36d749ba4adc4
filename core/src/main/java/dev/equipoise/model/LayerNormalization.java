package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import java.util.OptionalDouble;

/** Normalizes each example over all of its elements. */
final class LayerNormalization extends Normalizing {

    LayerNormalization() {
        super(OptionalDouble.empty());
    }

    @Override
    NDArray normalized(NDArray x, Constants constants, boolean training) {
        NDArray flat = x.reshape(x.getShape().get(0), -1);
        NDArray share = constants.fixed(1.0 / flat.getShape().get(1));
        NDArray centred = flat.sub(constants.sumOverColumns(flat).mul(share));
        NDArray variance = constants.sumOverColumns(centred.square()).mul(share);
        return scaled(centred, variance, constants).reshape(x.getShape());
    }
}
