package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.KlBalancing;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.prior.GaussianPrior;
import dev.equipoise.schedules.FixedBeta;

/** A learned prior that moves four times as fast towards the posteriors as they move towards it. */
@Experiment(name = "digits-kl-balancing", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@GaussianPrior
@KlBalancing(alpha = 0.8)
@FixedBeta(beta = 5)
final class DigitsKlBalancing {}
