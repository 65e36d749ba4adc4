package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.MultiRate;

/** Handwritten digits under every beta between two bounds, in one training. */
@Experiment(name = "digits-multi-rate", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@MultiRate(lowest = 0.1, highest = 100)
final class DigitsMultiRate {}
