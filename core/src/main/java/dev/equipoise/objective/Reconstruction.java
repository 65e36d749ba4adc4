package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Role;
import java.util.OptionalDouble;

/** The term that compares a datum with what the decoder made of it. */
@Role("reconstruction term")
public interface Reconstruction extends LossTerm {

    /** The decoder's output as values of the data, shape (B, N): itself, or the logistic function of logits. */
    NDArray prediction(NDArray decoded);

    /**
     * The variance of the Gaussian decoder whose ELBO the loss is (up to a factor) at this effective beta; empty where
     * the term is the negative log-likelihood of another distribution.
     */
    OptionalDouble decoderVariance(double beta);
}
