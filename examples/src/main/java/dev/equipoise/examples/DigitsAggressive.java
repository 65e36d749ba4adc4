package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.AggressiveEncoder;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.LinearAnnealing;

/** The encoder catches up with the decoder before each step, until the latents carry no more information. */
@Experiment(name = "digits-aggressive", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@LinearAnnealing(initial = 0.1, beta = 8)
@AggressiveEncoder(mostInnerSteps = 20, window = 5, patience = 3)
final class DigitsAggressive {}
