package dev.equipoise.data.cifar;

import dev.equipoise.data.DataSource;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * The 50,000 training and 10,000 validation pictures of CIFAR-10, in the binary version as published: 32 x 32 pixels, red,
 * green and blue, values 0 to 255; 10 labels. The pictures of {@code test_batch.bin} validate. From Krizhevsky 2009,
 * "Learning Multiple Layers of Features from Tiny Images". Nothing is downloaded.
 */
@Documented
@Part(Cifar10.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cifar10 {

    /** The folder of {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code test_batch.bin}, or the one around it; a relative one is relative to the working directory. */
    String folder();

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<Cifar10, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(Cifar10 annotation, Facts facts) {
            return CifarSource.in(
                    annotation.folder(),
                    "cifar-10-batches-bin",
                    List.of(
                            "data_batch_1.bin",
                            "data_batch_2.bin",
                            "data_batch_3.bin",
                            "data_batch_4.bin",
                            "data_batch_5.bin"),
                    "test_batch.bin",
                    List.of(10),
                    0,
                    "cifar10.folder");
        }
    }
}
