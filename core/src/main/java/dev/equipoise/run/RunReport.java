package dev.equipoise.run;

import dev.equipoise.balance.Aim;
import dev.equipoise.balance.Contributions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a run; {@code summary.json} holds the same.
 *
 * @param reason why it ended, if that needs an explanation
 * @param epochs that were completed, including their evaluation
 * @param steps updates made
 * @param seconds of training and evaluation
 * @param examplesPerSecond of training steps alone
 * @param trainingLoss running mean of the last epoch
 * @param contributions of the terms to that; empty before the end of an epoch, and if the objective is no sum of its
 *     terms
 * @param furtherTerms what the terms beyond reconstruction and divergence measured, by name: means of the last epoch
 * @param readings the numbers of the procedure and of the frontier at the end, by name; finite ones alone
 * @param betaFinal effective beta of the last step
 * @param betaLastEpochMean mean over the last epoch
 * @param decoderVariance variance of the Gaussian decoder that the final beta implies
 * @param train the training split at the end; empty if the run did not get there
 * @param validation the validation split at the end; empty if the run did not get there
 * @param test the test split at the end; empty if the data have none, or the run did not get there
 * @param dataUnitsMissing why neither split has values in the units of the data source; empty if they have, or without
 *     {@code train}
 * @param target what the strategy was to hold, and what was reached; empty if it holds nothing, or without {@code
 *     train}
 * @param verdicts one of each kind, which cannot say anything about a run that was not evaluated
 * @param rollbacks to a checkpoint, at a lower learning rate each; a run with any is not the run of its plan
 * @param microBatches parts that a training batch was taken in at the end: 1, or 2 since one found no memory
 * @param exitCode of the process
 */
public record RunReport(
        String experiment,
        RunStatus status,
        Optional<String> reason,
        RunStarted.Environment environment,
        long seed,
        int epochs,
        long steps,
        double seconds,
        double examplesPerSecond,
        double trainingLoss,
        Optional<Contributions> contributions,
        Map<String, Double> furtherTerms,
        Map<String, Double> readings,
        OptionalDouble betaFinal,
        OptionalDouble betaLastEpochMean,
        OptionalDouble decoderVariance,
        Optional<SplitEvaluation> train,
        Optional<SplitEvaluation> validation,
        Optional<SplitEvaluation> test,
        Optional<String> dataUnitsMissing,
        Optional<Target> target,
        List<Verdict> verdicts,
        Path directory,
        int rollbacks,
        int microBatches,
        int exitCode) {

    /**
     * The target of a strategy, and the value on the training split at the end of the run.
     *
     * @param of the quantity
     * @param value its target, in its unit
     * @param reached its value on the training split
     * @param settled whether the strategy had settled at the last step
     * @param atBound whether beta ended at a bound of the strategy
     */
    public record Target(Aim.Held of, double value, double reached, boolean settled, boolean atBound) {

        /** The largest deviation of a target that counts as met. */
        private static final double TOLERANCE = 0.05;

        /** (reached − value) / value. */
        public double deviation() {
            return (reached - value) / value;
        }

        /** Whether the reached value is off by more than 5 %, or is not a number. */
        public boolean missed() {
            return !(Math.abs(deviation()) <= TOLERANCE);
        }
    }
}
