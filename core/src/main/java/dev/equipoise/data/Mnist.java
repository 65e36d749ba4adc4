package dev.equipoise.data;

import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The 60,000 training and 10,000 validation digits of MNIST as published, gzipped or not: grey images of 28 x 28, values 0 to
 * 255. From LeCun, Cortes and Burges, "The MNIST database of handwritten digits". Nothing is downloaded.
 */
@Documented
@Part(Mnist.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Mnist {

    /** The folder of the four files; a relative one is relative to the working directory. */
    String folder();

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<Mnist, DataSource> {

        private static final String KEY = "mnist.folder";

        public Factory() {}

        @Override
        public DataSource create(Mnist annotation, Facts facts) {
            return IdxFolder.of(annotation.folder(), KEY).mnist(KEY);
        }
    }
}
