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

/**
 * Resamples images to a size: each pixel is the mean of the pixels that it covers, weighted by a triangle as wide as the
 * coarser of the two grids.
 */
@Documented
@Part(Resize.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Resize {

    /** The height after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int height();

    /** The width after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int width();

    /** Position among the preprocessing steps, smallest first. */
    int order() default -25;

    /** The step, which is not fitted. */
    record Step(int height, int width, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Images.check(facts, "Resize");
            return Images.resized(facts, facts.shape().get(0), height, width);
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return new Fitted(
                    facts.shape().get(0), facts.shape().get(1), facts.shape().get(2), height, width);
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Fitted.class;
        }
    }

    /**
     * The step for images of one size.
     *
     * @param height before the step
     * @param width before the step
     */
    record Fitted(int channels, int height, int width, int newHeight, int newWidth) implements FittedPreprocessing {

        @Override
        public float[] apply(float[] values) {
            return resampled(values, height, width, newHeight, newWidth);
        }

        @Override
        public float[] undo(float[] values) {
            return resampled(values, newHeight, newWidth, height, width);
        }

        private float[] resampled(float[] values, int oldRows, int oldColumns, int rows, int columns) {
            Resampling vertical = Resampling.of(oldRows, rows);
            Resampling horizontal = Resampling.of(oldColumns, columns);
            return Images.map(
                    values, channels * oldRows * oldColumns, channels * rows * columns, (from, at, into, intoAt) -> {
                        for (int c = 0; c < channels; c++) {
                            float[] wide = new float[rows * oldColumns];
                            for (int x = 0; x < oldColumns; x++) {
                                vertical.apply(
                                        from, at + c * oldRows * oldColumns + x, oldColumns, wide, x, oldColumns);
                            }
                            for (int y = 0; y < rows; y++) {
                                horizontal.apply(wide, y * oldColumns, 1, into, intoAt + (c * rows + y) * columns, 1);
                            }
                        }
                    });
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Resize, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Resize annotation, Facts facts) {
            return new Step(annotation.height(), annotation.width(), annotation.order());
        }
    }
}
