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
 * Adds independent Gaussian noise to every element.
 */
@Documented
@Part(Noise.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Noise {

    /** Standard deviation of the noise, in the units of preprocessed data. */
    @Range(min = 0, max = 1e6, unit = "as preprocessed data")
    double deviation();

    /** Position among the augmentations, smallest first. */
    int order() default 4;

    /** The augmentation. */
    record Added(double deviation, int order) implements Augmentation {

        @Override
        public float[] apply(float[] row, Draw draw) {
            double[] noise = draw.gaussian(row.length);
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (row[i] + deviation * noise[i]);
            }
            return row;
        }
    }

    /** Makes the part. */
    final class Factory implements PartFactory<Noise, Augmentation> {

        public Factory() {}

        @Override
        public Augmentation create(Noise annotation, Facts facts) {
            return new Added(annotation.deviation(), annotation.order());
        }
    }
}
