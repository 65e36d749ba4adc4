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
 * Widens images to a size: the least declared value, or 0 if none is declared, is added around them.
 */
@Documented
@Part(Pad.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Pad {

    /** The height after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int height();

    /** The width after the step. */
    @Range(min = 1, max = 65_536, unit = "pixels")
    int width();

    /** Position among the preprocessing steps, smallest first. */
    int order() default -20;

    /** The step, which is not fitted. */
    record Step(int height, int width, int order) implements Preprocessing {

        @Override
        public DataFacts transform(DataFacts facts) {
            Images.check(facts, "Pad");
            int oldHeight = facts.shape().get(1);
            int oldWidth = facts.shape().get(2);
            if (height < oldHeight || width < oldWidth) {
                throw new InvalidPartException("the size must not be below the " + oldHeight + " x " + oldWidth
                        + " of the images, got " + height + " x " + width + "; set pad.height and pad.width");
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
    final class Factory implements PartFactory<Pad, Preprocessing> {

        public Factory() {}

        @Override
        public Preprocessing create(Pad annotation, Facts facts) {
            return new Step(annotation.height(), annotation.width(), annotation.order());
        }
    }
}
