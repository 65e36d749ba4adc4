package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Scale;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.LinearAnnealing;

/** Digits as probabilities, with a ramp of beta over the first half of the run; beta 1 is then the ELBO in nats. */
@Experiment(name = "digits-annealed", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Scale
@MlpVae(hidden = 400, latent = 16)
@BernoulliNll
@LinearAnnealing(beta = 1)
@CosineLearningRate(max = 2e-3, min = 1e-5)
final class DigitsAnnealed {}
