package dev.equipoise.benchmarks;

import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.ConvVae;

/** W2: the architecture of Burgess et al. 2018 on 64x64x1, batch 64; 0.5 million parameters, 4.7 GFLOP a step. */
@Experiment(name = "w2", epochs = 3, batchSize = 64)
@UniformImages(side = 64, examples = 1280)
@ConvVae
final class SmallConvolutional {

    private SmallConvolutional() {}
}
