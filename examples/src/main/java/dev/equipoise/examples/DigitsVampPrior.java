package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.prior.VampPrior;
import dev.equipoise.schedules.FixedBeta;

/** The prior is the mean of the posteriors of digits that are learned. */
@Experiment(name = "digits-vamp-prior", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@VampPrior(inputs = 100)
@FixedBeta(beta = 1)
final class DigitsVampPrior {}
