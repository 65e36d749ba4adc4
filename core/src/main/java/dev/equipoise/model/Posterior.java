package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.OptionalDouble;

/** Converts the encoder's raw outputs into the parameters of q(z|x). Recorded code. */
@Role("posterior")
public interface Posterior {

    /** Posterior means, shape (B, M), from the raw means and {@linkplain #logVariance the log-variances}. */
    NDArray mean(NDArray raw, NDArray logVariance, Constants constants);

    /** Logarithms of the posterior variances, shape (B, M), from the raw ones. */
    NDArray logVariance(NDArray raw, Constants constants);

    /** Layers that follow the encoder's head, from its 2·M outputs, the raw means before the raw log-variances, to as many. */
    default List<Layer> layers(int latents) {
        return List.of();
    }

    /** Whether the mean and the variance of a latent can be any, so that the optimum of a linear model is known. */
    default boolean anyGaussian() {
        return true;
    }

    /** The variance of every posterior, if it is the same for all. */
    default OptionalDouble fixedVariance() {
        return OptionalDouble.empty();
    }
}
