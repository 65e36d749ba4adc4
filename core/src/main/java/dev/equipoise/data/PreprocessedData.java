package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A source's data after its preprocessing steps.
 *
 * @param dataset as the last step left it
 * @param facts as the last step left them
 * @param steps as fitted to the training split, in their order
 * @param warnings of the steps
 */
public record PreprocessedData(
        Dataset dataset, DataFacts facts, List<FittedPreprocessing> steps, List<String> warnings) {

    public PreprocessedData {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /**
     * Loads the data, fits each step to the training split as the steps before it left it, and applies it to both splits.
     * The source's own arrays are left as they are.
     *
     * @param steps in their order
     * @throws DataFormatException if the splits are not what the source's facts say, or a value is not finite or lies
     *     outside the declared range, before or after a step
     */
    public static PreprocessedData load(DataSource source, List<Preprocessing> steps) {
        DataFacts facts = source.facts();
        Dataset loaded = source.load();
        SplitCheck.check(loaded, facts, "of " + source);
        if (steps.isEmpty()) {
            return new PreprocessedData(loaded, facts, List.of(), List.of());
        }
        Dataset dataset = new Dataset(copy(loaded.training()), copy(loaded.validation()));
        List<FittedPreprocessing> fitted = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Preprocessing step : steps) {
            DataFacts after = step.transform(facts);
            FittedPreprocessing fit = step.fit(dataset.training(), facts);
            fit.apply(dataset.training().values());
            fit.apply(dataset.validation().values());
            SplitCheck.check(dataset, after, "after " + step);
            warnings.addAll(fit.warnings(dataset.validation()));
            fitted.add(fit);
            facts = after;
        }
        return new PreprocessedData(dataset, facts, fitted, warnings);
    }

    private static Split copy(Split split) {
        return new Split(split.values().clone(), split.elements(), split.labels());
    }

    /** The values of whole data before the steps, in an array of its own. */
    public float[] undo(float[] values) {
        float[] undone = values.clone();
        List<FittedPreprocessing> reversed = new ArrayList<>(steps);
        Collections.reverse(reversed);
        reversed.forEach(step -> step.undo(undone));
        return undone;
    }
}
