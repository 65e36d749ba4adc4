package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.RenyiDivergence;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** A divergence below KL. */
@Experiment(name = "digits-renyi", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@RenyiDivergence(alpha = 0.5)
@FixedBeta(beta = 1)
final class DigitsRenyi {}
