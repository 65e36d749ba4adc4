package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.ValueRange;
import java.util.Optional;

/** Checks that splits are what the facts say, and that every value is finite and in the declared range. */
final class SplitCheck {

    private SplitCheck() {}

    static void check(Dataset dataset, DataFacts facts, String where) {
        if (dataset.training() == null || dataset.validation() == null) {
            throw new DataFormatException("the splits " + where + " must both be there, got " + dataset);
        }
        check("training", dataset.training(), facts.trainingExamples(), facts, where);
        check("validation", dataset.validation(), facts.validationExamples(), facts, where);
    }

    /** How many more values are not finite. */
    private static String others(Split split, int first) {
        int others = 0;
        for (int i = first + 1; i < split.values().length; i++) {
            others += Float.isFinite(split.values()[i]) ? 0 : 1;
        }
        return others == 0 ? "" : " and " + others + " more that are not finite: remove or fill them";
    }

    private static void check(String name, Split split, int examples, DataFacts facts, String where) {
        if (split.examples() != examples || split.elements() != facts.elements()) {
            throw new DataFormatException("the " + name + " split " + where + " must have " + examples + " examples of "
                    + facts.elements() + " elements, as its facts say, got " + split.examples() + " of "
                    + split.elements());
        }
        if (examples == 0) {
            throw new DataFormatException("the " + name + " split " + where + " must have examples, got none");
        }
        Optional<ValueRange> range = facts.range();
        // As floats: a bound such as 0.1 is declared in double, and a value at that bound is the nearest float.
        float min = range.map(declared -> (float) declared.min()).orElse(-Float.MAX_VALUE);
        float max = range.map(declared -> (float) declared.max()).orElse(Float.MAX_VALUE);
        for (int i = 0; i < split.values().length; i++) {
            float value = split.values()[i];
            if (!(value >= min && value <= max && Float.isFinite(value))) {
                throw new DataFormatException("the " + name + " split " + where + " must be finite"
                        + range.map(declared -> " and within " + declared.min() + " to " + declared.max())
                                .orElse("")
                        + ", got " + value + " in example " + i / split.elements() + ", element "
                        + i % split.elements() + others(split, i) + "; examples and elements count from 0");
            }
        }
    }
}
