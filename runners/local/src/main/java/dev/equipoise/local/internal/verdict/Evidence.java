package dev.equipoise.local.internal.verdict;

import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What the verdicts are computed from.
 *
 * @param balance what the plan asks for
 * @param length of the run
 * @param beta the effective beta of the last step
 * @param train the training split at the end
 * @param validation the validation split at the end
 * @param meanError squared error of the training mean on the training split, per example
 * @param excess of the model over the training mean on validation
 * @param meanValue what the training mean has on the training split in the reconstruction's own unit
 * @param target what was to be held, and what was reached
 * @param optimum of a linear model; takes a second on images
 */
record Evidence(
        Balance balance,
        Length length,
        OptionalDouble beta,
        SplitEvaluation train,
        SplitEvaluation validation,
        double meanError,
        Excess excess,
        double meanValue,
        Optional<RunReport.Target> target,
        Supplier<LinearOptimum> optimum) {

    LatentUse use() {
        return new LatentUse(1 - train.squaredError() / meanError, balance.possible(optimum.get(), beta), train.kl());
    }
}
