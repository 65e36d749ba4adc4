package dev.equipoise.examples;

import dev.equipoise.data.sprites.Sprites;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.feedback.KlTarget;

/**
 * Sprites drawn from five known factors, in 10 of the 13.5 nats that tell them all apart. The set of 20,000 binary images
 * is drawn while it is read, so {@code sprites.examples=737280} takes no more memory.
 */
@Experiment(name = "sprites-kl-target", epochs = 10, batchSize = 128, seed = 7)
@Sprites(examples = 20_000)
@MlpVae(hidden = 400, latent = 10)
@BernoulliNll
@KlTarget(nats = 10, initialBeta = 2)
final class SpritesKlTarget {}
