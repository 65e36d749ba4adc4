package dev.equipoise.examples;

import dev.equipoise.data.folder.ImageFolder;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.ConvVae;
import dev.equipoise.schedules.feedback.KlTarget;

/**
 * Pictures of your own, at 40 nats. Put PNG, JPEG, GIF or BMP files into data/pictures, or name another folder with
 * {@code --set imageFolder.folder=...}.
 */
@Experiment(name = "folder-kl-target", epochs = 20, batchSize = 64, seed = 7)
@ImageFolder(folder = "data/pictures", size = 64)
@ConvVae(latent = 32)
@KlTarget(nats = 40)
final class FolderKlTarget {}
