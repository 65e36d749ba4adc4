package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;

/** Leaves all values as they are: an experiment with this step alone gets no step by default. For counts and the like. */
@Documented
@Part(Unchanged.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Unchanged {

    /** Position among the preprocessing steps, smallest first. */
    int order() default 0;

    /** The step, which is not fitted. */
    record Step(int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            return facts;
        }

        @Override
        public boolean keepsGaps() {
            return true;
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return new Fitted(facts.elements());
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for data of one size.
     *
     * @param elements of a datum
     */
    record Fitted(int elements) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            return values;
        }

        @Override
        public double[] apply(double[] values) {
            return values;
        }

        @Override
        public float[] undo(float[] values) {
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
    final class Factory implements PartFactory<Unchanged, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Unchanged annotation, Facts facts) {
            return new Step(annotation.order());
        }
    }
}
