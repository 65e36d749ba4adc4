package dev.equipoise.examples;

import dev.equipoise.data.Standardize;
import dev.equipoise.data.csv.CsvData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.TableNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/**
 * A table of mixed columns with gaps: numbers, categories and missing values, at the ELBO. It reads the penguins of Palmer
 * Station (Gorman, Williams and Fraser 2014), which you put into data/penguins.csv with the columns species, island,
 * bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, sex and year. Any other table needs its own file, target
 * and categories.
 */
@Experiment(name = "table-penguins", epochs = 100, batchSize = 32, seed = 7)
@CsvData(file = "data/penguins.csv", target = "species", categories = "year")
@Standardize
@TableNll
@MlpVae(hidden = 32, latent = 3)
@FixedBeta(beta = 1)
final class TablePenguins {}
