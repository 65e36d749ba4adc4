package dev.equipoise.run;

import dev.equipoise.balance.Means;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Prices;
import java.util.OptionalDouble;

/**
 * An epoch ended and the validation split was evaluated.
 *
 * @param epoch index of the epoch, counted from 0
 * @param steps updates made so far
 * @param training means over the epoch's steps, which include the changes of the parameters during the epoch
 * @param validation the validation split with the parameters as they are; its {@code elboOptimalVariance} takes the
 *     variance from {@code training}, whose parameters moved, while the one at the end of a run takes it from the whole
 *     training split
 * @param prices of the epoch's last step
 * @param secondsLeft until the last epoch is evaluated, estimated from the recent pace; empty if this process has made
 *     no step and some are left
 * @param model the model as it is; valid during the event only, on the run's thread
 */
public record EpochFinished(
        int epoch,
        long steps,
        TrainingMeans training,
        SplitEvaluation validation,
        Prices prices,
        OptionalDouble secondsLeft,
        ModelView model) {

    /**
     * Means over the steps of one epoch, weighted by their examples.
     *
     * @param mse mean over elements
     * @param beta mean of the effective betas; empty if there is none
     * @param learningRate of the last step
     * @param examplesPerSecond over the epoch's steps, evaluation left out
     */
    public record TrainingMeans(
            Measures means, double mse, OptionalDouble beta, double learningRate, double examplesPerSecond)
            implements Means.OfTraining {}
}
