package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.Map;

/**
 * p(z), from which samples are drawn and with which the posterior is compared: a mixture of diagonal Gaussians. What it learns
 * is trained, saved and exported as the network {@code prior}. An experiment without one has N(0, I).
 */
@Role(value = "prior", optional = true)
public interface Prior {

    /** Whether it is N(0, I), whose formulas are shorter. */
    default boolean standardNormal() {
        return false;
    }

    /** How many Gaussians it mixes. With one, KL exists for each latent in closed form. */
    int components();

    /** The arrays that are trained. */
    default List<Learned> learned() {
        return List.of();
    }

    /**
     * The mixture as it is now. Recorded code.
     *
     * @param learned arrays by name
     * @param encoder in evaluation mode
     */
    Mixture mixture(Map<String, NDArray> learned, Encoder encoder, Constants constants);

    /** The encoder and its posterior. */
    @FunctionalInterface
    interface Encoder {

        /** Means and log-variances of q(z|x), each (B, M), of what an encoder gets, (B, N). Recorded code. */
        NDList encode(NDArray input);
    }
}
