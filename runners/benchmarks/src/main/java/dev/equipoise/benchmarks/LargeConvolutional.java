package dev.equipoise.benchmarks;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.ConvVae;

/** W3: 64-128-256-512 filters on 64x64x3, 128 latents, batch 64; 8.7 million parameters, 80 GFLOP a step. */
@Experiment(name = "w3", epochs = 1, batchSize = 64)
@UniformImages(channels = 3, side = 64, examples = 768)
@ConvVae(
        filters = {64, 128, 256, 512},
        hidden = {},
        latent = 128)
final class LargeConvolutional {

    private LargeConvolutional() {}
}
