package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Role;

/** Converts the encoder's raw outputs into the parameters of q(z|x). Recorded code. */
@Role("posterior")
public interface Posterior {

    /** Posterior means, shape (B, M), from the raw means. */
    NDArray mean(NDArray raw, Constants constants);

    /** Logarithms of the posterior variances, shape (B, M), from the raw ones. */
    NDArray logVariance(NDArray raw, Constants constants);
}
