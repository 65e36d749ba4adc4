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
 * The 50,000 training and 10,000 validation pictures of CIFAR-100, in the binary version as published: 32 x 32 pixels, red,
 * green and blue, values 0 to 255; 100 labels, or 20. The pictures of {@code test.bin} validate. From Krizhevsky 2009,
 * "Learning Multiple Layers of Features from Tiny Images". Nothing is downloaded.
 */
@Documented
@Part(Cifar100.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cifar100 {

    /** The folder of {@code train.bin} and {@code test.bin}, or the one around it; a relative one is relative to the working directory. */
    String folder();

    /** Whether labels are the 20 groups of classes, such as flowers, or the 100 classes. */
    boolean coarse() default false;

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<Cifar100, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(Cifar100 annotation, Facts facts) {
            return CifarSource.in(
                    annotation.folder(),
                    "cifar-100-binary",
                    List.of("train.bin"),
                    "test.bin",
                    List.of(20, 100),
                    annotation.coarse() ? 0 : 1,
                    "cifar100.folder");
        }
    }
}
