package dev.equipoise.data.preprocessing;

import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a datum by its coordinates on the principal components of the training split, the one with the largest variance
 * first, as a table. Of a very large split, the components are those of a sample. Components without variance become 0.
 */
@Documented
@Part(Pca.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Pca {

    /** How many components are kept; 0 for all. If some are dropped, the run has no values in the units of the data. */
    @Range(min = 0, max = 4096, unit = "components")
    int components() default 0;

    /** Whether each component is divided by its standard deviation. */
    boolean whiten() default true;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 20;

    /** The step. */
    record Step(int components, boolean whiten, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Components.check(facts, "Pca");
            if (components > facts.elements()) {
                throw new InvalidPartException("components must be at most the " + facts.elements()
                        + " elements of a datum, got " + components + "; set pca.components");
            }
            return facts.withShape(List.of(components == 0 ? facts.elements() : components))
                    .withRange(Optional.empty());
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            Components all = Components.of(training);
            int kept = components == 0 ? facts.elements() : components;
            double[] scales = new double[kept];
            for (int k = 0; k < kept; k++) {
                double variance = all.variances()[k];
                scales[k] = whiten && variance > 0 ? 1 / Math.sqrt(variance) : 1;
            }
            return new Fitted(all.means(), Arrays.copyOf(all.axes(), kept * facts.elements()), scales);
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            return whiten ? Optional.of("the variance of each component") : Optional.empty();
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
            return Images.map(values, means.length, scales.length, (from, at, into, intoAt) -> {
                for (int k = 0; k < scales.length; k++) {
                    double coordinate = 0;
                    for (int i = 0; i < means.length; i++) {
                        coordinate += axes[k * means.length + i] * (from[at + i] - means[i]);
                    }
                    into[intoAt + k] = (float) (coordinate * scales[k]);
                }
            });
        }

        @Override
        public float[] undo(float[] values) {
            return Images.map(values, scales.length, means.length, (from, at, into, intoAt) -> {
                double[] sums = means.clone();
                for (int k = 0; k < scales.length; k++) {
                    double coordinate = from[at + k] / scales[k];
                    for (int i = 0; i < means.length; i++) {
                        sums[i] += coordinate * axes[k * means.length + i];
                    }
                }
                for (int i = 0; i < means.length; i++) {
                    into[intoAt + i] = (float) sums[i];
                }
            });
        }

        /** Squared errors on all components are those of the elements, since the axes are orthonormal. */
        @Override
        public Optional<double[]> slopes() {
            return scales.length == means.length ? Optional.of(scales.clone()) : Optional.empty();
        }

        @Override
        public boolean rotates() {
            return true;
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Pca, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Pca annotation, Facts facts) {
            return new Step(annotation.components(), annotation.whiten(), annotation.order());
        }
    }
}
