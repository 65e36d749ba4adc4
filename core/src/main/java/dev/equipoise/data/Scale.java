package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import dev.equipoise.text.Numbers;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Maps the range that the data declares, or one that is stated, to [0, 1]. */
@Documented
@Part(Scale.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scale {

    /** Position among the preprocessing steps, smallest first. */
    int order() default 0;

    /** The least and the largest value of the data; empty for the range that the data declares. */
    @Range(min = -1e30, max = 1e30, unit = "as the data")
    double[] range() default {};

    /**
     * The step, which is not fitted.
     *
     * @param stated the range; empty for the declared one
     */
    record Step(int order, Optional<ValueRange> stated) implements Preprocessing {

        private static final ValueRange UNIT = new ValueRange(0, 1);

        @Override
        public DataFacts transform(DataFacts facts) {
            mapped(facts);
            return facts.withRange(Optional.of(UNIT)).withColumns(List.of());
        }

        @Override
        public boolean keepsGaps() {
            return true;
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            ValueRange range = mapped(facts);
            stated.ifPresent(known -> inside(training, known));
            // The bounds as floats, as the values are: then the largest value becomes 1 and no more.
            double min = (float) range.min();
            double scale = 1 / ((float) range.max() - min);
            double[] scales = new double[facts.elements()];
            double[] shifts = new double[facts.elements()];
            Arrays.fill(scales, scale);
            Arrays.fill(shifts, -min * scale);
            return new AffinePreprocessing(scales, shifts, false);
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            ValueRange range = mapped(facts);
            double width = range.max() - range.min();
            return Optional.of(Numbers.significant(width * width, 6));
        }

        private static void inside(Split training, ValueRange range) {
            training.forEach((n, row) -> {
                for (int i = 0; i < row.length; i++) {
                    if (row[i] < (float) range.min() || row[i] > (float) range.max()) {
                        throw new DataFormatException("values must be in the range that scale.range states, "
                                + range.min() + " to " + range.max() + ", got " + row[i] + " in example " + n
                                + ", element " + i + " of the training split; set scale.range");
                    }
                }
            });
        }

        private ValueRange mapped(DataFacts facts) {
            ValueRange range = stated.or(facts::range)
                    .orElseThrow(() -> new InvalidPartException("@Scale must follow data that declares its range, got"
                            + " data without one; state it, such as scale.range=0,1, or standardize the data"));
            if (!((float) range.min() < (float) range.max()) || !Double.isFinite(range.max() - range.min())) {
                throw new InvalidPartException("@Scale must follow data whose declared range is finite and not empty,"
                        + " got " + range + "; state another one with scale.range, or standardize the data");
            }
            return range;
        }
    }

    /** Makes the step. */
    final class Factory implements PartFactory<Scale, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Scale annotation, Facts facts) {
            double[] range = annotation.range();
            if (range.length != 0 && (range.length != 2 || range[0] >= range[1])) {
                throw new InvalidPartException(
                        "range must be empty or a smaller and a larger value, got " + Arrays.toString(range));
            }
            return new Step(
                    annotation.order(),
                    range.length == 0 ? Optional.empty() : Optional.of(new ValueRange(range[0], range[1])));
        }
    }
}
