package dev.equipoise.examples;

import dev.equipoise.data.Digits;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.MonteCarloKl;
import dev.equipoise.model.MlpVae;
import dev.equipoise.schedules.FixedBeta;

/** KL estimated from the sample that the decoder gets, as a prior without a closed form would need it. */
@Experiment(name = "digits-monte-carlo", epochs = 20, batchSize = 128, seed = 7)
@Digits
@BernoulliNll
@MlpVae(hidden = 400, latent = 16)
@MonteCarloKl(kind = MonteCarloKl.Kind.STICKING_THE_LANDING)
@FixedBeta(beta = 1)
final class DigitsMonteCarlo {}
