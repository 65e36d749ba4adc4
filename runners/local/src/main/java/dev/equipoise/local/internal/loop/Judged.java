package dev.equipoise.local.internal.loop;

import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * A run as it was evaluated at its end.
 *
 * @param train the training split
 * @param validation the validation split
 * @param test the test split, if there is one
 * @param dataUnitsMissing why neither has values in the units of the data source; empty if they have
 * @param target what was to be held, and what was reached
 * @param verdicts one of each kind
 */
record Judged(
        SplitEvaluation train,
        SplitEvaluation validation,
        Optional<SplitEvaluation> test,
        Optional<String> dataUnitsMissing,
        Optional<RunReport.Target> target,
        List<Verdict> verdicts) {}
