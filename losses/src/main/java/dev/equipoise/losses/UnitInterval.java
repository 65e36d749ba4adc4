package dev.equipoise.losses;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.util.Optional;

/** The data of likelihoods whose elements lie in [0, 1]. */
final class UnitInterval {

    private static final ValueRange RANGE = new ValueRange(0, 1);

    private UnitInterval() {}

    static void check(Facts facts) {
        Optional<ValueRange> range = facts.data().range();
        if (range.filter(declared -> declared.within(RANGE)).isEmpty()) {
            throw new InvalidPartException("the preprocessed data must lie in [0, 1], got "
                    + range.map(declared -> "[" + declared.min() + ", " + declared.max() + "]")
                            .orElse("values of unknown range")
                    + "; scale them, with a stated range if they declare none, and do not standardize them,"
                    + " or use a reconstruction term for any values");
        }
    }
}
