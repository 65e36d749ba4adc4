package dev.equipoise.architecture.offences.losses;

import ai.djl.ndarray.NDArray;

public final class MakesItsOwnConstant {

    private MakesItsOwnConstant() {}

    public static NDArray doubled(NDArray measure) {
        return measure.mul(measure.getManager().create(2f));
    }
}
