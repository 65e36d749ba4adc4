package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.ImportanceWeighted;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Eight samples of each digit make a bound on its likelihood that is tighter than the ELBO. */
@Experiment(name = "digits-importance-weighted", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Scale
@BernoulliNll
@MlpVae(hidden = 400, latent = 10)
@FixedBeta(beta = 1)
@ImportanceWeighted(samples = 8)
final class DigitsImportanceWeighted {}
