package dev.equipoise.local.internal.loop;

import dev.equipoise.local.internal.verdict.ExampleErrors;
import dev.equipoise.run.SplitEvaluation;
import java.util.Optional;

/**
 * Every split as a model does on it.
 *
 * @param train the training split
 * @param validation the validation split
 * @param test the test split, if there is one
 * @param dataUnitsMissing why neither has values in the units of the data source; empty if they have
 * @param errors of the validation examples
 */
public record EvaluatedSplits(
        SplitEvaluation train,
        SplitEvaluation validation,
        Optional<SplitEvaluation> test,
        Optional<String> dataUnitsMissing,
        ExampleErrors errors) {}
