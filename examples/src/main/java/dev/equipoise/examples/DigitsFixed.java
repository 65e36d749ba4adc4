package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Handwritten digits under one beta: where to begin. */
@Experiment(name = "digits-fixed", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@FixedBeta(beta = 1)
final class DigitsFixed {}
