package dev.equipoise.data.preprocessing;

import dev.equipoise.data.Draw;
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
import java.util.Arrays;
import java.util.Optional;

/**
 * Adds uniform noise of one step to whole numbers, drawn anew in each epoch, so that a density cannot put all its mass on
 * them (Theis, van den Oord and Bethge 2016). The ELBO is then a lower bound on the log-probability of the whole
 * numbers. Evaluation always uses the same draw. Data that are encoded after training get the middle of the step.
 */
@Documented
@Part(Dequantize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Dequantize {

    /** The distance of neighbouring values in the data: the width of the noise. */
    @Range(min = 1e-30, max = 1e30, unit = "as the data")
    double step() default 1;

    /** Position among the preprocessing steps, smallest first. */
    int order() default -10;

    /** The step, which is not fitted. */
    record Step(double step, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            return facts.withRange(facts.range().map(range -> new ValueRange(range.min(), range.max() + step)));
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return new Fitted(step, facts.elements());
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for data of one size.
     *
     * @param step the width of the noise
     * @param elements of a datum
     */
    record Fitted(double step, int elements) implements FittedPreprocessing {

        @Override
        public boolean random() {
            return true;
        }

        @Override
        public float[] apply(float[] row, Draw draw) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (row[i] + step * draw.uniform(i));
            }
            return row;
        }

        @Override
        public double[] apply(double[] row, Draw draw) {
            for (int i = 0; i < row.length; i++) {
                row[i] += step * draw.uniform(i);
            }
            return row;
        }

        @Override
        public float[] apply(float[] values) {
            return shifted(values, step / 2);
        }

        @Override
        public float[] undo(float[] values) {
            return shifted(values, -step / 2);
        }

        private static float[] shifted(float[] values, double by) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] + by);
            }
            return values;
        }

        @Override
        public Optional<double[]> slopes() {
            double[] slopes = new double[elements];
            Arrays.fill(slopes, 1);
            return Optional.of(slopes);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Dequantize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Dequantize annotation, Facts facts) {
            return new Step(annotation.step(), annotation.order());
        }
    }
}
