package dev.equipoise.data.augmentation;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
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
 * Moves every image by whole pixels at random, along both axes. The pixels at the edge are repeated.
 */
@Documented
@Part(Shift.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Shift {

    /** The largest distance along an axis. */
    @Range(min = 0, max = 4096, unit = "pixels")
    int pixels();

    /** Position among the augmentations, smallest first. */
    int order() default 1;

    /**
     * The augmentation.
     *
     * @param largest distance along an axis
     */
    record Move(Pixels pixels, int largest, int order) implements Augmentation {

        @Override
        public float[] apply(float[] row, Draw draw) {
            int down = draw.below(2 * largest + 1, 0) - largest;
            int right = draw.below(2 * largest + 1, 1) - largest;
            return pixels.moved(row, (y, x) -> pixels.nearest(y - down, x - right));
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Shift, Augmentation> {

        public Factory() {}

        @Override
        public Augmentation create(Shift annotation, Facts facts) {
            Pixels pixels = Pixels.of(facts.data(), "Shift");
            return new Move(pixels, annotation.pixels(), annotation.order());
        }
    }
}
