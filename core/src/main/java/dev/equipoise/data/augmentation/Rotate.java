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
 * Turns every image around its centre by a random angle. Values between pixels are interpolated linearly, and the pixels at
 * the edge are repeated.
 */
@Documented
@Part(Rotate.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Rotate {

    /** The largest angle, in either direction. */
    @Range(min = 0, max = 180, unit = "degrees")
    double degrees();

    /** Position among the augmentations, smallest first. */
    int order() default 2;

    /**
     * The augmentation.
     *
     * @param largest angle in degrees
     */
    record Turn(Pixels pixels, double largest, int order) implements Augmentation {

        @Override
        public float[] apply(float[] row, Draw draw) {
            double angle = Math.toRadians(largest * (2 * draw.uniform(0) - 1));
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double middleY = (pixels.height() - 1) / 2.0;
            double middleX = (pixels.width() - 1) / 2.0;
            float[] turned = new float[row.length];
            for (int y = 0; y < pixels.height(); y++) {
                for (int x = 0; x < pixels.width(); x++) {
                    double fromY = middleY + cos * (y - middleY) - sin * (x - middleX);
                    double fromX = middleX + sin * (y - middleY) + cos * (x - middleX);
                    for (int c = 0; c < pixels.channels(); c++) {
                        turned[pixels.at(c, y, x)] = interpolated(row, c, fromY, fromX);
                    }
                }
            }
            return turned;
        }

        private float interpolated(float[] row, int channel, double y, double x) {
            int top = (int) Math.floor(y);
            int left = (int) Math.floor(x);
            double down = y - top;
            double right = x - left;
            int from = channel * pixels.height() * pixels.width();
            double above = (1 - right) * row[from + pixels.nearest(top, left)]
                    + right * row[from + pixels.nearest(top, left + 1)];
            double below = (1 - right) * row[from + pixels.nearest(top + 1, left)]
                    + right * row[from + pixels.nearest(top + 1, left + 1)];
            return (float) ((1 - down) * above + down * below);
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Rotate, Augmentation> {

        public Factory() {}

        @Override
        public Augmentation create(Rotate annotation, Facts facts) {
            Pixels pixels = Pixels.of(facts.data(), "Rotate");
            return new Turn(pixels, annotation.degrees(), annotation.order());
        }
    }
}
