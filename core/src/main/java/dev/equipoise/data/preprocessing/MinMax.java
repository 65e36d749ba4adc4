package dev.equipoise.data.preprocessing;

import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.data.Standardize;
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
import java.util.List;
import java.util.Optional;

/**
 * Maps the least and the largest value of the training split to 0 and 1. A group without variation is mapped to 0.
 */
@Documented
@Part(MinMax.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MinMax {

    /** Values that share a least and a largest one. */
    Standardize.Per per() default Standardize.Per.AUTO;

    /**
     * Whether values beyond those of the training split become 0 or 1, so that likelihoods of values from 0 to 1 can
     * be used. Such a run has no values in the units of the data.
     */
    boolean clip() default false;

    /** Position among the preprocessing steps, smallest first. */
    int order() default 1;

    /** The step. */
    record Step(Standardize.Per per, boolean clip, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            groupSize(facts);
            return facts.withRange(clip ? Optional.of(Ranges.UNIT) : Optional.empty())
                    .withColumns(List.of());
        }

        @Override
        public boolean keepsGaps() {
            return true;
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            int groupSize = groupSize(facts);
            float[] least = new float[facts.elements() / groupSize];
            float[] largest = new float[least.length];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            Arrays.fill(largest, Float.NEGATIVE_INFINITY);
            training.forEach((example, row) -> {
                for (int i = 0; i < row.length; i++) {
                    if (!Float.isNaN(row[i])) {
                        least[i / groupSize] = Math.min(least[i / groupSize], row[i]);
                        largest[i / groupSize] = Math.max(largest[i / groupSize], row[i]);
                    }
                }
            });
            double[] scales = new double[facts.elements()];
            double[] shifts = new double[facts.elements()];
            for (int i = 0; i < scales.length; i++) {
                double width = (double) largest[i / groupSize] - least[i / groupSize];
                scales[i] = width > 0 ? 1 / width : 1;
                shifts[i] = width >= 0 ? -least[i / groupSize] * scales[i] : 0;
            }
            return clip ? new Clipped(scales, shifts) : new AffinePreprocessing(scales, shifts, false);
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return clip ? Clipped.class : AffinePreprocessing.class;
        }

        @Override
        public Optional<String> divisor(DataFacts facts) {
            return Optional.of("the squared distance of the largest from the least value");
        }

        private int groupSize(DataFacts facts) {
            return per.groupSize(facts, "minMax");
        }
    }

    /**
     * An affine map whose values are then limited to [0, 1].
     *
     * @param scale one for each element
     * @param shift one for each element
     */
    record Clipped(double[] scale, double[] shift) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            float[] mapped = affine().apply(values);
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = Math.min(Math.max(mapped[i], 0), 1);
            }
            return mapped;
        }

        @Override
        public float[] undo(float[] values) {
            return affine().undo(values);
        }

        private AffinePreprocessing affine() {
            return new AffinePreprocessing(scale, shift, false);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<MinMax, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(MinMax annotation, Facts facts) {
            return new Step(annotation.per(), annotation.clip(), annotation.order());
        }
    }
}
