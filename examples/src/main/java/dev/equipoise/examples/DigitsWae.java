package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.losses.Wae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** No KL, but the discrepancy of the latents from the prior. */
@Experiment(name = "digits-wae", epochs = 20, batchSize = 128, seed = 7)
@Digits
@SquaredError
@MlpVae(hidden = 400, latent = 16)
@Wae(lambda = 10)
@FixedBeta(beta = 0)
final class DigitsWae {}
