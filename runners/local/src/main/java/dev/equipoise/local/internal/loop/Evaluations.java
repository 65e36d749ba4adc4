package dev.equipoise.local.internal.loop;

import dev.equipoise.data.Dataset;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.local.internal.verdict.Judge;
import dev.equipoise.local.internal.verdict.Length;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the model is worth at this moment, judged by the variance of its decoder where the run stands. */
final class Evaluations {

    private final Evaluator evaluator;
    private final Dataset data;
    private final Reconstruction reconstruction;
    private final RunProgress ledger;
    private final Function<OptionalDouble, ModelView> model;
    private final Optional<PreprocessedData.Units> units;
    private final Optional<String> missing;

    /**
     * @param examples that are evaluated
     * @param augmented whether the training examples are changed at random
     * @param model for listeners, whose Gaussian decoder has this variance if it has one
     */
    Evaluations(
            Evaluator evaluator,
            PreprocessedData data,
            Dataset examples,
            boolean augmented,
            Reconstruction reconstruction,
            RunProgress ledger,
            Function<OptionalDouble, ModelView> model) {
        this.evaluator = evaluator;
        this.data = examples;
        Optional<String> unknown =
                augmented ? Optional.of("the training examples are augmented") : PreprocessedData.Units.missing(data);
        units = unknown.isPresent()
                ? Optional.empty()
                : Optional.of(PreprocessedData.Units.of(data)).filter(known -> known.elements() > 0);
        missing = unknown.isPresent() || units.isPresent()
                ? unknown
                : Optional.of("no element varies on the training split");
        this.reconstruction = reconstruction;
        this.ledger = ledger;
        this.model = model;
    }

    /**
     * The validation split.
     *
     * @param trainingMse variance that is best for the training split; not a number if it is not known
     */
    SplitEvaluation validation(double trainingMse, RunListener listener) {
        return evaluated(data.validation(), listener)
                .evaluation(reconstructionUnit(), judgedVariance(), trainingMse, Optional.empty());
    }

    /** Of data and latents on the validation split, in nats. */
    double mutualInformation() {
        return evaluator.mutualInformation(data.validation());
    }

    /** All splits and the verdicts. */
    Judged judged(Judge judge, Length length, boolean settled, RunListener listener) {
        EvaluatedSplits splits = splits(listener);
        Optional<RunReport.Target> target = judge.target(splits.train(), ledger.beta(), settled);
        return new Judged(
                splits.train(),
                splits.validation(),
                splits.test(),
                splits.dataUnitsMissing(),
                target,
                judge.verdicts(splits.train(), splits.validation(), splits.errors(), ledger.beta(), length, target));
    }

    /** All splits: training first, whose squared error is the variance that all are judged by. */
    EvaluatedSplits splits(RunListener listener) {
        SplitMeans training = evaluated(data.training(), listener);
        SplitMeans validation = evaluated(data.validation(), listener);
        return new EvaluatedSplits(
                atTheEnd(data.training(), training, training),
                atTheEnd(data.validation(), validation, training),
                data.test().map(split -> atTheEnd(split, evaluated(split, listener), training)),
                dataUnitsMissing(),
                validation.errors());
    }

    private SplitMeans evaluated(Split split, RunListener listener) {
        return evaluator.evaluate(split, judgedVariance(), ledger.steps(), listener);
    }

    private SplitEvaluation atTheEnd(Split examples, SplitMeans split, SplitMeans training) {
        OptionalDouble variance = judgedVariance();
        Optional<SplitEvaluation.SourceUnits> sourceUnits =
                units.filter(known -> variance.isPresent()).map(known -> split.in(known, examples, training));
        SplitEvaluation evaluation = split.evaluation(reconstructionUnit(), variance, training.mse(), sourceUnits);
        Map<String, Double> gained = new LinkedHashMap<>();
        // A single measure is the reconstruction.
        reconstruction
                .marginals(data.training(), examples)
                .forEach((measure, nats) -> gained.put(
                        measure, nats - evaluation.means().named().getOrDefault(measure, evaluation.reconstruction())));
        return evaluation.withGained(gained);
    }

    private Optional<String> dataUnitsMissing() {
        return missing.or(() -> judgedVariance().isPresent()
                ? Optional.empty()
                : Optional.of("the likelihood is not that of a squared error"));
    }

    /** The model for listeners. */
    ModelView model() {
        return model.apply(judgedVariance());
    }

    private String reconstructionUnit() {
        return reconstruction.measures().get(0).unit();
    }

    /** The variance of the Gaussian decoder, if there is one and it is known. */
    OptionalDouble decoderVariance() {
        return judgedVariance().stream().filter(Double::isFinite).findFirst();
    }

    /**
     * The variance that the strategy learned, or that of the reconstruction term: not a number if the decoder is Gaussian
     * and no beta says with which variance.
     */
    private OptionalDouble judgedVariance() {
        OptionalDouble learned = ledger.learnedVariance();
        return learned.isPresent()
                ? learned
                : reconstruction.decoderVariance(ledger.beta().orElse(Double.NaN));
    }
}
