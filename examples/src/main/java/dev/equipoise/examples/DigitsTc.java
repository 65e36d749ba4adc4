package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.BetaTcVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Total correlation costs four times as much as the other parts of KL: beta-TCVAE, which estimates all from the batch. */
@Experiment(name = "digits-tc", epochs = 20, batchSize = 500, seed = 7)
@Digits
@Scale
@BernoulliNll
@MlpVae(hidden = 400, latent = 10)
@FixedBeta(beta = 1)
@BetaTcVae(beta = 4)
final class DigitsTc {}
