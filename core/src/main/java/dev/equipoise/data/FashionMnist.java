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
 * The 60,000 training and 10,000 validation pictures of clothing of Fashion-MNIST as published, gzipped or not: grey images of
 * 28 x 28, values 0 to 255. From Xiao, Rasul and Vollgraf 2017, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
 * Machine Learning Algorithms". Nothing is downloaded.
 */
@Documented
@Part(FashionMnist.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FashionMnist {

    /** The folder of the four files; a relative one is relative to the working directory. */
    String folder();

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<FashionMnist, DataSource> {

        private static final String KEY = "fashionMnist.folder";

        public Factory() {}

        @Override
        public DataSource create(FashionMnist annotation, Facts facts) {
            return IdxFolder.of(annotation.folder(), KEY).mnist(KEY);
        }
    }
}
