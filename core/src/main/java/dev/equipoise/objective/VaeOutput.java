package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What the model made of one batch of B examples with N elements and M latents. With K samples of each example, B counts
 * the samples: each has a row, and those of an example follow one another.
 *
 * @param mean posterior means, shape (B, M)
 * @param logVariance natural logarithms of the posterior variances after the soft clamp, shape (B, M)
 * @param latent the samples mean + exp(logVariance/2)·noise, shape (B, M)
 * @param decoded the decoder's output, shape (B, N): means or logits, as the reconstruction term reads it
 * @param learned what the {@linkplain Reconstruction#learned reconstruction term} learns, by name, each of shape (1, n)
 */
public record VaeOutput(
        NDArray mean, NDArray logVariance, NDArray latent, NDArray decoded, Map<String, NDArray> learned) {

    /** The output of a model whose reconstruction term learns nothing. */
    public VaeOutput(NDArray mean, NDArray logVariance, NDArray latent, NDArray decoded) {
        this(mean, logVariance, latent, decoded, Map.of());
    }

    /** The first of every so many samples of a batch with a row for each. Recorded code. */
    public VaeOutput firstOf(int samples) {
        return new VaeOutput(
                Batch.first(mean, samples),
                Batch.first(logVariance, samples),
                Batch.first(latent, samples),
                Batch.first(decoded, samples),
                learned);
    }

    /** What the reconstruction term learns by this name. */
    public NDArray learned(String name) {
        NDArray array = learned.get(name);
        if (array == null) {
            throw new IllegalArgumentException("the model learns no '" + name + "'; it learns " + learned.keySet());
        }
        return array;
    }
}
