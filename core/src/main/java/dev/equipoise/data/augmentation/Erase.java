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
import java.util.Arrays;

/**
 * Replaces a rectangle of every image by the image's mean, at a random place (Zhong and others 2020). Each of its sides is
 * the same share of that of the image.
 */
@Documented
@Part(Erase.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Erase {

    /** The share of the pixels that is erased. */
    @Range(min = 0, max = 1, unit = "of the pixels")
    double share() default 0.1;

    /** How likely an image is to lose a rectangle. */
    @Range(min = 0, max = 1, unit = "probability")
    double probability() default 0.5;

    /** Position among the augmentations, smallest first. */
    int order() default 3;

    /** The augmentation. */
    record Erased(Pixels pixels, double share, double probability, int order) implements Augmentation {

        @Override
        public float[] apply(float[] row, Draw draw) {
            if (draw.uniform(0) >= probability) {
                return row;
            }
            int rows = side(pixels.height());
            int columns = side(pixels.width());
            int top = draw.below(pixels.height() - rows + 1, 1);
            int left = draw.below(pixels.width() - columns + 1, 2);
            for (int c = 0; c < pixels.channels(); c++) {
                float mean = mean(row, c);
                for (int y = top; y < top + rows; y++) {
                    Arrays.fill(row, pixels.at(c, y, left), pixels.at(c, y, left) + columns, mean);
                }
            }
            return row;
        }

        private int side(int side) {
            return (int) Math.round(side * Math.sqrt(share));
        }

        private float mean(float[] row, int channel) {
            double sum = 0;
            for (int i = pixels.at(channel, 0, 0); i < pixels.at(channel + 1, 0, 0); i++) {
                sum += row[i];
            }
            return (float) (sum / pixels.height() / pixels.width());
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Erase, Augmentation> {

        public Factory() {}

        @Override
        public Augmentation create(Erase annotation, Facts facts) {
            Pixels pixels = Pixels.of(facts.data(), "Erase");
            return new Erased(pixels, annotation.share(), annotation.probability(), annotation.order());
        }
    }
}
