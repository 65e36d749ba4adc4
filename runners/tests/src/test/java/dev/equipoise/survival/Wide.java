package dev.equipoise.survival;

import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;

/** Batches whose arrays are large beside everything else in the process: 128 MiB for each of a hidden layer's values. */
@Experiment(name = "wide", epochs = 2, batchSize = 32_768, seed = 4)
@GaussianData(examples = 40_960)
@MlpVae(
        hidden = {1024},
        latent = 2)
final class Wide {}
