package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.FixedNoise;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Codes of a given precision, of which only the length is priced. */
@Experiment(name = "digits-fixed-noise", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@FixedNoise(sigma = 0.5)
@FixedBeta(beta = 1)
final class DigitsFixedNoise {}
