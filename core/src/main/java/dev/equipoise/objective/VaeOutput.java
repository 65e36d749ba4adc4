package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/**
 * What the model made of one batch of B examples with N elements and M latents.
 *
 * @param mean posterior means, shape (B, M)
 * @param logVariance natural logarithms of the posterior variances after the soft clamp, shape (B, M)
 * @param latent the samples mean + exp(logVariance/2)·noise, shape (B, M)
 * @param decoded the decoder's output, shape (B, N): means or logits, as the reconstruction term reads it
 */
public record VaeOutput(NDArray mean, NDArray logVariance, NDArray latent, NDArray decoded) {}
