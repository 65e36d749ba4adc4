package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks that splits are what the facts say, and that every value is finite and in the declared range. */
final class SplitCheck {

    private SplitCheck() {}

    /** @param files of the training and of the validation split; empty if messages cannot name one */
    static void check(Dataset dataset, DataFacts facts, String where, List<Path> files) {
        if (dataset.training() == null || dataset.validation() == null) {
            throw new DataFormatException("the splits " + where + " must both exist, got " + dataset);
        }
        boolean known = files.size() == 2;
        check(
                "the training split " + where + (known ? " (" + files.get(0) + ")" : ""),
                dataset.training(),
                facts.trainingExamples(),
                facts);
        check(
                "the validation split " + where + (known ? " (" + files.get(1) + ")" : ""),
                dataset.validation(),
                facts.validationExamples(),
                facts);
    }

    private static void check(String name, Split split, int examples, DataFacts facts) {
        if (split.examples() != examples || split.elements() != facts.elements()) {
            throw new DataFormatException(name + " must have " + examples + " examples of " + facts.elements()
                    + " elements, as its facts say, got " + split.examples() + " of " + split.elements());
        }
        if (examples == 0) {
            throw new DataFormatException(name + " must have examples, got none");
        }
        Optional<ValueRange> range = facts.range();
        // As floats: a bound such as 0.1 is declared in double, and a value at that bound is the nearest float.
        float min = range.map(declared -> (float) declared.min()).orElse(-Float.MAX_VALUE);
        float max = range.map(declared -> (float) declared.max()).orElse(Float.MAX_VALUE);
        int first = next(split, 0, min, max);
        if (first < split.values().length) {
            float value = split.values()[first];
            String column = facts.image() ? "element " : "column ";
            throw new DataFormatException(name + " must be finite"
                    + range.map(declared -> " and within " + declared.min() + " to " + declared.max())
                            .orElse("")
                    + ", got " + value + " in example " + first / split.elements() + ", " + column
                    + first % split.elements() + " (both counted from 0), the first of "
                    + count(split, min, max) + " such values; "
                    + (Float.isFinite(value)
                            ? "correct them or the declared range"
                            : "fill them, or remove their examples"));
        }
    }

    private static int count(Split split, float min, float max) {
        int count = 0;
        for (int i = next(split, 0, min, max); i < split.values().length; i = next(split, i + 1, min, max)) {
            count++;
        }
        return count;
    }

    /** The next index of a value that must not be. */
    private static int next(Split split, int from, float min, float max) {
        float[] values = split.values();
        int i = from;
        while (i < values.length && values[i] >= min && values[i] <= max) {
            i++;
        }
        return i;
    }
}
