package dev.equipoise.data.augmentation;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Mirrors every second image at random, left to right or top to bottom or both.
 */
@Documented
@Part(Flip.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Flip {

    /** Whether images are mirrored left to right. */
    boolean horizontal() default true;

    /** Whether images are mirrored top to bottom. */
    boolean vertical() default false;

    /** Position among the augmentations, smallest first. */
    int order() default 0;

    /** The augmentation. */
    record Mirror(Pixels pixels, boolean horizontal, boolean vertical, int order) implements Augmentation {

        @Override
        public float[] apply(float[] row, Draw draw) {
            boolean across = horizontal && draw.uniform(0) < 0.5;
            boolean over = vertical && draw.uniform(1) < 0.5;
            return pixels.moved(
                    row,
                    (y, x) -> pixels.at(0, over ? pixels.height() - 1 - y : y, across ? pixels.width() - 1 - x : x));
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Flip, Augmentation> {

        public Factory() {}

        @Override
        public Augmentation create(Flip annotation, Facts facts) {
            Pixels pixels = Pixels.of(facts.data(), "Flip");
            return new Mirror(pixels, annotation.horizontal(), annotation.vertical(), annotation.order());
        }
    }
}
