package dev.equipoise.examples;

import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.Evaluation;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;

/**
 * A linear VAE on Gaussian data, whose optimum is known: with b = beta/2, squared error Σ min(λ, b) and KL Σ ½·ln⁺(λ/b).
 * 7,680 examples in batches of 256 make 30 steps an epoch and 6,000 steps in all.
 */
@Experiment(name = "oracle-fixed", epochs = 200, batchSize = 256, seed = 7)
@GaussianData(
        eigenvalues = {4, 2, 1, 0.5, 0.25},
        examples = 7_680)
@LinearVae(latent = 5)
@FixedBeta(beta = 1.2)
@CosineLearningRate(max = 1e-2, min = 1e-5)
@Evaluation(draws = 16)
final class OracleFixed {}
