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

/**
 * Cuts images to a size around their centre. A picture of the step undone has the least declared value around it.
 */
@Documented
@Part(Crop.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Crop {

    /** The height after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int height();

    /** The width after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int width();

    /** Position among the preprocessing steps, smallest first. */
    int order() default -30;

    /** The step, which is not fitted. */
    record Step(int height, int width, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Images.check(facts, "Crop");
            int oldHeight = facts.shape().get(1);
            int oldWidth = facts.shape().get(2);
            if (height > oldHeight || width > oldWidth) {
                throw new InvalidPartException("the size must not exceed the " + oldHeight + " x " + oldWidth
                        + " of the images, got " + height + " x " + width + "; set crop.height and crop.width");
            }
            return Images.resized(facts, facts.shape().get(0), height, width);
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return Frame.of(facts, height, width);
        }

        @Override
        public Class<? extends FittedPreprocessing> fitted() {
            return Frame.class;
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Crop, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Crop annotation, Facts facts) {
            return new Step(annotation.height(), annotation.width(), annotation.order());
        }
    }
}
