package dev.equipoise.run;

import java.util.OptionalDouble;

/**
 * Means over the steps of one epoch, weighted by their examples.
 *
 * @param loss the objective
 * @param reconstruction per example, in the term's unit
 * @param squaredError summed over elements, per example
 * @param mse mean over elements
 * @param kl analytic, in nats per example
 * @param klPerLatent the same per latent
 * @param divergence the trained one, per example
 * @param beta mean of the effective betas; empty where there is none
 * @param learningRate of the last step
 * @param examplesPerSecond over the epoch's steps, evaluation left out
 */
public record EpochMeans(
        double loss,
        double reconstruction,
        double squaredError,
        double mse,
        double kl,
        double[] klPerLatent,
        double divergence,
        OptionalDouble beta,
        double learningRate,
        double examplesPerSecond) {}
