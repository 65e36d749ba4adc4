package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * One batch of B examples of N elements.
 *
 * @param data preprocessed values, shape (B, N)
 * @param side named inputs drawn from (seed, step), such as {@link #NOISE}; first axis B
 * @param constants the only source of constants in recorded code
 * @param critics of the terms that have one
 */
public record Batch(NDArray data, Map<String, NDArray> side, Constants constants, Critic.All critics) {

    /** Name of the standard normal noise of the latents, shape (B, M). */
    public static final String NOISE = "noise";

    /** A batch for terms without critics. */
    public Batch(NDArray data, Map<String, NDArray> side, Constants constants) {
        this(data, side, constants, Batch::none);
    }

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

    /** The logits, shape (B, 1), that the critic of {@code term} gives latents of shape (B, M). Recorded code. */
    public NDArray logits(LossTerm term, NDArray latents) {
        return critics.logits(term, latents, constants);
    }

    private static NDArray none(LossTerm owner, NDArray latents, Constants constants) {
        throw new IllegalArgumentException(
                "the batch must come from a run to have the critic of " + owner + ", got one without critics");
    }
}
