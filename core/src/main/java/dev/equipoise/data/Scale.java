package dev.equipoise.data;

import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.ValueRange;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;

/** Maps the range that the data declares to [0, 1]. */
@Documented
@Part(Scale.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scale {

    /** Position among the preprocessing steps, smallest first. */
    int order() default 0;

    /** The step; nothing is fitted. */
    record Step(int order) implements Preprocessing {

        private static final ValueRange UNIT = new ValueRange(0, 1);

        @Override
        public DataFacts transform(DataFacts facts) {
            declared(facts);
            return facts.withRange(Optional.of(UNIT));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            ValueRange range = declared(facts);
            // The bounds as floats, as the values are: then the largest value becomes 1 and no more.
            double min = (float) range.min();
            double scale = 1 / ((float) range.max() - min);
            double[] scales = new double[facts.elements()];
            double[] shifts = new double[facts.elements()];
            Arrays.fill(scales, scale);
            Arrays.fill(shifts, -min * scale);
            return new AffinePreprocessing(scales, shifts, false);
        }

        private static ValueRange declared(DataFacts facts) {
            ValueRange range = facts.range()
                    .orElseThrow(() -> new InvalidPartException("@Scale must follow data that declares its range, got"
                            + " data without one; standardize them instead"));
            if (!((float) range.min() < (float) range.max()) || !Double.isFinite(range.max() - range.min())) {
                throw new InvalidPartException("@Scale must follow data whose declared range is finite and not empty,"
                        + " got " + range + "; standardize them instead");
            }
            return range;
        }
    }

    /** Makes the step. */
    final class Factory implements PartFactory<Scale, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Scale annotation, Facts facts) {
            return new Step(annotation.order());
        }
    }
}
