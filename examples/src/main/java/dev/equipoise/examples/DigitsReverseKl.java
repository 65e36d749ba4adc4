package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.ReverseKl;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** The reverse KL keeps variances near 1, so the means carry everything. */
@Experiment(name = "digits-reverse-kl", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@ReverseKl
@FixedBeta(beta = 1)
final class DigitsReverseKl {}
