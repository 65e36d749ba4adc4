package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.Capacity;

/** KL that rises to 15 nats over the first half of the run, at three times the price that a nat is then worth. */
@Experiment(name = "digits-capacity", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@Capacity(nats = 15, gamma = 15)
final class DigitsCapacity {}
