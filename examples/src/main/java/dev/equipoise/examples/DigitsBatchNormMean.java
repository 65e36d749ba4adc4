package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.BatchNormMean;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Means of a fixed deviation over each batch, so that no latent collapses at a high beta. */
@Experiment(name = "digits-batch-norm-mean", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@BatchNormMean(gamma = 0.5)
@FixedBeta(beta = 4)
final class DigitsBatchNormMean {}
