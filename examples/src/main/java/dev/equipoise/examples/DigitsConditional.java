package dev.equipoise.examples;

import dev.equipoise.data.Conditional;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** Digits whose label is given to both networks, so that the latents code the handwriting alone. */
@Experiment(name = "digits-conditional", epochs = 10, batchSize = 128, seed = 7)
@Digits
@Conditional(on = "label", labels = 10)
@Standardize
@MlpVae(hidden = 400, latent = 16)
@FixedBeta(beta = 1)
final class DigitsConditional {}
