package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.DipVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Posterior means whose covariance over a batch is near the identity. */
@Experiment(name = "digits-dip", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@DipVae(offDiagonal = 10, diagonal = 100)
@FixedBeta(beta = 1)
final class DigitsDip {}
