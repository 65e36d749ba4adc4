package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/** The critics of a run, as its terms see them. */
@FunctionalInterface
public interface Critics {

    /** The logits (B, 1) that the critic of {@code owner} gives latents (B, M). Recorded code. */
    NDArray logits(LossTerm owner, NDArray latents, Constants constants);
}
