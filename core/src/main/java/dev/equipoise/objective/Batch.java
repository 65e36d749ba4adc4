package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * One batch of B examples of N elements.
 *
 * @param data preprocessed values, shape (B, N)
 * @param side named inputs drawn from (seed, step), such as {@link #NOISE}; first axis B
 * @param constants where recorded code takes its constants from
 */
public record Batch(NDArray data, Map<String, NDArray> side, Constants constants) {

    /** Name of the standard normal noise of the latents, shape (B, M). */
    public static final String NOISE = "noise";

    /** The number N of elements of a datum. */
    public long elements() {
        return data.getShape().get(1);
    }

    /** The side input of this name. */
    public NDArray side(String name) {
        NDArray input = side.get(name);
        if (input == null) {
            throw new IllegalArgumentException("the batch has no side input '" + name + "'; it has " + side.keySet());
        }
        return input;
    }
}
