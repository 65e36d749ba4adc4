package dev.equipoise.data.preprocessing;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;

/** Ranges of values that steps need. */
final class Ranges {

    static final ValueRange UNIT = new ValueRange(0, 1);

    private Ranges() {}

    /** The declared range, of which a step maps the ends to 0 and 1. */
    static ValueRange declared(DataFacts facts, String step) {
        ValueRange range = facts.range()
                .orElseThrow(
                        () -> new InvalidPartException("@" + step + " must follow data that declares its range, got"
                                + " data without one; put a step that states a range before it"));
        if (!(range.min() < range.max()) || !Double.isFinite(range.max() - range.min())) {
            throw new InvalidPartException(
                    "@" + step + " must follow data whose declared range is finite and not empty," + " got " + range);
        }
        return range;
    }

    /** Maps 0 and 1 to the ends of a range, in place. */
    static float[] spread(float[] values, double least, double largest) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (least + values[i] * (largest - least));
        }
        return values;
    }
}
