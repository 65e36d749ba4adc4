package dev.equipoise.run;

import dev.equipoise.balance.Means;
import dev.equipoise.balance.Measures;
import java.util.OptionalDouble;

/**
 * Means over the steps of one epoch, weighted by their examples.
 *
 * @param mse mean over elements
 * @param beta mean of the effective betas; empty if there is none
 * @param learningRate of the last step
 * @param examplesPerSecond over the epoch's steps, evaluation left out
 */
public record EpochMeans(Measures means, double mse, OptionalDouble beta, double learningRate, double examplesPerSecond)
        implements Means.OfTraining {}
