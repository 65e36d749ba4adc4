package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.PretrainAutoencoder;
import dev.equipoise.objective.FreeBits;
import dev.equipoise.schedules.LinearAnnealing;

/** An autoencoder first, then the VAE from its encoder and a fresh decoder, under free bits that keep what it encodes. */
@Experiment(name = "digits-pretrained", epochs = 20, batchSize = 128, seed = 7)
@Digits
@Standardize
@MlpVae(hidden = 400, latent = 16)
@PretrainAutoencoder(epochs = 5)
@FreeBits(nats = 8, kind = FreeBits.Kind.TOTAL)
@LinearAnnealing(beta = 8)
final class DigitsPretrained {}
