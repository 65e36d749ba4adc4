package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Latents that tell of one another have a price beside KL's: FactorVAE, whose critic estimates their total correlation. */
@Experiment(name = "digits-factor", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Scale
@BernoulliNll
@MlpVae(hidden = 400, latent = 10)
@FixedBeta(beta = 1)
@FactorVae(gamma = 10)
final class DigitsFactor {}
