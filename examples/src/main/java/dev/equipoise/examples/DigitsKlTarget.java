package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.feedback.KlTarget;

/** Digits in 15 nats: beta is whatever holds KL there. Starting near it saves the controller a thousand steps. */
@Experiment(name = "digits-kl-target", epochs = 50, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@KlTarget(nats = 15, initialBeta = 5)
final class DigitsKlTarget {}
