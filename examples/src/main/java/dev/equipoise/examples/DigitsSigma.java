package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.feedback.SigmaVae;

/** No beta to choose: the decoder's variance is learned with the model, and beta is twice that. */
@Experiment(name = "digits-sigma", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@SigmaVae(kind = SigmaVae.Kind.OPTIMAL)
final class DigitsSigma {}
