package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.feedback.Geco;

/** The least KL that keeps the squared error at a quarter of the data's variance of 1 per pixel. */
@Experiment(name = "digits-geco", epochs = 50, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@Geco(squaredError = 196)
final class DigitsGeco {}
