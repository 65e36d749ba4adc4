package dev.equipoise.data;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * 6,000 training and 1,000 validation digits of MNIST, 600 and 100 of each class, shipped with the framework: grey images
 * of 28 x 28, values 0 to 255. From LeCun, Cortes and Burges, "The MNIST database of handwritten digits", CC BY-SA 3.0;
 * the notice beside the files says how they were drawn.
 */
@Documented
@Part(Digits.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Digits {

    /** Names the shipped files. */
    final class Factory implements PartFactory<Digits, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(Digits annotation, Facts facts) {
            return source();
        }

        /** The digits for a program's own use. */
        public static DataSource source() {
            return new IdxSource(
                    shipped("train-images-idx3-ubyte.gz"),
                    Optional.of(shipped("train-labels-idx1-ubyte.gz")),
                    shipped("validation-images-idx3-ubyte.gz"),
                    Optional.of(shipped("validation-labels-idx1-ubyte.gz")),
                    0,
                    ImageAxes.AUTO,
                    false,
                    List.of());
        }

        private static IdxFile shipped(String name) {
            return IdxFile.resource("digits/" + name);
        }
    }
}
