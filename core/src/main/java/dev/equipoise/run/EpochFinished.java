package dev.equipoise.run;

/**
 * An epoch ended and the validation split was evaluated.
 *
 * @param epoch index of the epoch, counted from 0
 * @param steps updates made so far
 * @param training means over the epoch's steps, taken while the parameters moved
 * @param validation the validation split with the parameters as they are
 * @param model the model as it is; valid during the event only, on the run's thread
 */
public record EpochFinished(int epoch, long steps, EpochMeans training, SplitEvaluation validation, ModelView model) {}
