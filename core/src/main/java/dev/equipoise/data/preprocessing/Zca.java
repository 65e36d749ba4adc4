package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whitens the training split and turns it back to the axes of its elements, so that images still look like themselves (Bell
 * and Sejnowski 1997). Such a run has no values in the units of the data.
 */
@Documented
@Part(Zca.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Zca {

    /** What is added to each component's variance, as a share of the mean variance of a component. */
    @Range(min = 1e-9, max = 1e3, unit = "of the mean variance")
    double regularization() default 1e-2;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 20;

    /** The step. */
    record Step(double regularization, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Components.check(facts, "Zca");
            return facts.withRange(Optional.empty());
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            Components all = Components.of(training);
            int elements = facts.elements();
            double added = 0;
            for (double variance : all.variances()) {
                added += regularization * variance / elements;
            }
            double[] scales = new double[elements];
            for (int k = 0; k < elements; k++) {
                scales[k] = added == 0 ? 1 : 1 / Math.sqrt(all.variances()[k] + added);
            }
            return new Fitted(all.means(), all.axes(), scales);
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            return Optional.of("the variance of each component, with the regularization");
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The fitted step.
     *
     * @param means of the elements
     * @param axes one row of N for each component
     * @param scales one for each component
     */
    record Fitted(double[] means, double[] axes, double[] scales) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            return turned(new Pca.Fitted(means, axes, scales).apply(values), new double[means.length]);
        }

        @Override
        public float[] undo(float[] values) {
            double[] inverse = new double[scales.length];
            for (int k = 0; k < inverse.length; k++) {
                inverse[k] = 1 / scales[k];
            }
            return turned(new Pca.Fitted(new double[means.length], axes, inverse).apply(values), means);
        }

        /** From components back to elements. */
        private float[] turned(float[] coordinates, double[] from) {
            double[] ones = new double[scales.length];
            Arrays.fill(ones, 1);
            return new Pca.Fitted(from, axes, ones).undo(coordinates);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Zca, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Zca annotation, Facts facts) {
            return new Step(annotation.regularization(), annotation.order());
        }
    }
}
