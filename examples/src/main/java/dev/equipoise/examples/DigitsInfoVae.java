package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.InfoVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Half of KL, and the discrepancy of the latents from the prior. */
@Experiment(name = "digits-info-vae", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@InfoVae(alpha = 0.5, lambda = 100)
@FixedBeta(beta = 0.5)
final class DigitsInfoVae {}
