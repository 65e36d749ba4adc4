package dev.equipoise.survival;

import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.feedback.KlTarget;

/** A run of many short steps, 50 an epoch and under 500 a second, with a checkpoint whenever the one before is on disk. */
@Experiment(name = "marathon", epochs = 4, batchSize = 16, seed = 3)
@GaussianData(examples = 800)
@MlpVae(
        hidden = {8},
        latent = 3)
@KlTarget(nats = 2)
@Checkpoint(everySteps = 5)
@Paced
final class Marathon {}
