package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.GeometricJensenShannon;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** A symmetric divergence between the posterior and the prior. */
@Experiment(name = "digits-jensen-shannon", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@GeometricJensenShannon(weight = 0.5)
@FixedBeta(beta = 1)
final class DigitsJensenShannon {}
