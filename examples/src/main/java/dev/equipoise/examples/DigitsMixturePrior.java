package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.prior.MixturePrior;
import dev.equipoise.schedules.FixedBeta;

/** Digits come in ten kinds, and the prior has a Gaussian for each. */
@Experiment(name = "digits-mixture-prior", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@MixturePrior(components = 10)
@FixedBeta(beta = 1)
final class DigitsMixturePrior {}
