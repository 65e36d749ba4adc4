package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A network that a term trains along with the model. Its logit distinguishes the latents of a batch from others. It
 * has its own loss and Adam optimizer, and is updated after the model. Configuration; its arrays belong to the run.
 */
public interface Critic {

    /** Units of the hidden layers between M latents and one logit; leaky rectifiers of slope 0.2 follow them. */
    List<Integer> hidden();

    /** Rate of its optimizer, per step. */
    double learningRate();

    /** Decay of its optimizer's first moment. */
    double beta1();

    /** Decay of its optimizer's second moment. */
    double beta2();

    /**
     * The latents from which the critic distinguishes those of a batch.
     *
     * @param latents of the batch, in rows of {@code columns}
     * @param seed random numbers may depend only on seed, stream and step
     */
    float[] others(float[] latents, int columns, long seed, long stream, long step);

    /**
     * The loss that the critic minimises, shape (1, 1), from logits of shape (B, 1). Recorded code.
     *
     * @param ofBatch logits of the batch's latents
     * @param ofOthers logits of the latents of {@link #others}
     */
    NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants);

    /** The critics of a run, for its terms. */
    @FunctionalInterface
    interface All {

        /** The logits (B, 1) that the critic of {@code owner} gives latents (B, M). Recorded code. */
        NDArray logits(LossTerm owner, NDArray latents, Constants constants);
    }
}
