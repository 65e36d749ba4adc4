package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.FreeBits;
import dev.equipoise.schedules.LinearAnnealing;

/** Half a nat of each latent is free under an annealed beta, so that no latent is given up early. */
@Experiment(name = "digits-free-bits", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@FreeBits(nats = 0.5)
@LinearAnnealing(beta = 8)
final class DigitsFreeBits {}
