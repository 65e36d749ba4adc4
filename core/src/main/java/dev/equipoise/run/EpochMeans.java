package dev.equipoise.run;

import dev.equipoise.balance.Contributions;
import java.util.Map;
import java.util.Optional;
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
 * @param measures every measure of every term by name, per example
 * @param contributions of the terms to the loss; empty if the objective is no sum of them
 * @param beta mean of the effective betas; empty if there is none
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
        Map<String, Double> measures,
        Optional<Contributions> contributions,
        OptionalDouble beta,
        double learningRate,
        double examplesPerSecond) {}
