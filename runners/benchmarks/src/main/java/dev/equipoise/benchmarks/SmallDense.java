package dev.equipoise.benchmarks;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;

/** W1: 784-400-(20+20)-400-784, batch 128; 0.65 million parameters, 0.42 GFLOP a step. */
@Experiment(name = "w1", epochs = 40, batchSize = 128)
@UniformImages(side = 28, examples = 6400)
@MlpVae(hidden = 400, latent = 20)
final class SmallDense {

    private SmallDense() {}
}
