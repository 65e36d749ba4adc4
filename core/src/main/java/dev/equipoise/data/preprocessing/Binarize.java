package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import dev.equipoise.part.ValueRange;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Replaces every value by 0 or 1: 1 if it lies above a threshold in the declared range.
 */
@Documented
@Part(Binarize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Binarize {

    /** The threshold, as a share of the declared range: 0.5 is its middle. */
    @Range(min = 0, max = 1, unit = "of the declared range")
    double threshold() default 0.5;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 10;

    /** The step, which is not fitted. */
    record Step(double threshold, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Ranges.declared(facts, "Binarize");
            return facts.withRange(Optional.of(Ranges.UNIT));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            ValueRange range = Ranges.declared(facts, "Binarize");
            return new Fitted(range.min(), range.max(), range.min() + threshold * (range.max() - range.min()));
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for data of one range.
     *
     * @param least the end of the range that 0 stands for
     * @param largest the end of the range that 1 stands for
     * @param threshold above which a value becomes 1
     */
    record Fitted(double least, double largest, double threshold) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] > threshold ? 1 : 0;
            }
            return values;
        }

        @Override
        public float[] undo(float[] values) {
            return Ranges.spread(values, least, largest);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Binarize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Binarize annotation, Facts facts) {
            return new Step(annotation.threshold(), annotation.order());
        }
    }
}
