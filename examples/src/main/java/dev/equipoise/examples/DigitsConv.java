package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.ConvVae;
import dev.equipoise.schedules.FixedBeta;

/** Digits through the convolutions of Burgess et al. 2018. */
@Experiment(name = "digits-conv", epochs = 10, batchSize = 128, seed = 7)
@Digits
@Standardize
@ConvVae(latent = 10)
@FixedBeta(beta = 1)
final class DigitsConv {}
