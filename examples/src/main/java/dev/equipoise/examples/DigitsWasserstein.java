package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.SquaredWasserstein;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** A distance without an entropy: KL goes on rising. */
@Experiment(name = "digits-wasserstein", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@SquaredWasserstein
@FixedBeta(beta = 1)
final class DigitsWasserstein {}
