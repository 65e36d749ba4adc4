package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.DeltaVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Every latent of every example has at least a tenth of a nat. */
@Experiment(name = "digits-delta", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@DeltaVae(delta = 0.1)
@FixedBeta(beta = 1)
final class DigitsDelta {}
