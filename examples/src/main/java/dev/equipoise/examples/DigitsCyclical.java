package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.AnalyticKl;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.Activation;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.CyclicalAnnealing;
import dev.equipoise.schedules.TriangularLearningRate;

/** Beta rises four times over the run, and the learning rate swings in phase with it. */
@Experiment(name = "digits-cyclical", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16, activation = Activation.RELU)
@SquaredError
@AnalyticKl
@CyclicalAnnealing(cycles = 4, ramp = 0.5, beta = 1)
@TriangularLearningRate(min = 1e-4, max = 2e-3, inPhase = true)
final class DigitsCyclical {}
