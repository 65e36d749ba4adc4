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
        dataset.test().ifPresent(test -> check("the test split " + where, test, facts));
    }

    /** @param name of the split in messages */
    static void check(String name, Split split, DataFacts facts) {
        check(name, split, split.examples(), facts);
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
        Outside outside = new Outside(min, max, facts.gaps());
        split.forEach(outside::look);
        if (outside.count > 0) {
            throw new DataFormatException(name + " must be finite"
                    + range.map(declared -> " and within " + declared.min() + " to " + declared.max())
                            .orElse("")
                    + ", got " + outside.value + " in example " + outside.example
                    + (facts.image() ? ", element " : ", column ") + facts.nameOf(outside.element)
                    + (facts.columns().isEmpty() ? " (both counted from 0)" : " (counted from 0)") + ", the first of "
                    + outside.count + " such values; "
                    + (Float.isFinite(outside.value)
                            ? "correct them or the declared range"
                            : "fill them, or remove their examples"));
        }
    }

    /** The first value that must not be, and how many there are. */
    private static final class Outside {

        private final float min;
        private final float max;
        private final boolean gaps;
        private float value;
        private int example;
        private int element;
        private long count;

        Outside(float min, float max, boolean gaps) {
            this.min = min;
            this.max = max;
            this.gaps = gaps;
        }

        void look(int row, float[] values) {
            for (int i = 0; i < values.length; i++) {
                if (!accepted(values[i]) && count++ == 0) {
                    value = values[i];
                    example = row;
                    element = i;
                }
            }
        }

        private boolean accepted(float found) {
            return (found >= min && found <= max) || (gaps && Float.isNaN(found));
        }
    }
}
