package dev.equipoise.data.preprocessing;

import dev.equipoise.data.Draw;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.ValueRange;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Replaces every value by 0 or 1, drawn anew in each epoch: 1 with the probability that the value is, as a share of the
 * declared range (Burda, Grosse and Salakhutdinov 2016). Evaluation always uses the same draw. Data that are encoded after
 * training become 1 above the middle of the range.
 */
@Documented
@Part(DynamicBinarize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DynamicBinarize {

    /** Position among the preprocessing steps, smallest first. */
    int order() default 10;

    /** The step, which is not fitted. */
    record Step(int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Ranges.declared(facts, "DynamicBinarize");
            return facts.withRange(Optional.of(Ranges.UNIT));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            ValueRange range = Ranges.declared(facts, "DynamicBinarize");
            return new Fitted(range.min(), range.max());
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for data of one range.
     *
     * @param least the value that is never 1
     * @param largest the value that is always 1
     */
    record Fitted(double least, double largest) implements FittedPreprocessing {

        @Override
        public boolean random() {
            return true;
        }

        @Override
        public float[] apply(float[] row, Draw draw) {
            for (int i = 0; i < row.length; i++) {
                row[i] = draw.uniform(i) < (row[i] - least) / (largest - least) ? 1 : 0;
            }
            return row;
        }

        @Override
        public float[] apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] - least > largest - values[i] ? 1 : 0;
            }
            return values;
        }

        @Override
        public float[] undo(float[] values) {
            return Ranges.spread(values, least, largest);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<DynamicBinarize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(DynamicBinarize annotation, Facts facts) {
            return new Step(annotation.order());
        }
    }
}
