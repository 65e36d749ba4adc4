package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.TwoSidedKl;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.prior.GaussianPrior;
import dev.equipoise.schedules.FixedBeta;

/** The two sides of KL as two terms, each free below 10 nats. */
@Experiment(name = "digits-two-sided", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@GaussianPrior
@TwoSidedKl(prior = 1, posterior = 1, freeNats = 10)
@FixedBeta(beta = 1)
final class DigitsTwoSided {}
