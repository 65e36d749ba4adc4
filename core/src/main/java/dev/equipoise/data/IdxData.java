package dev.equipoise.data;

import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.io.IOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any folder of IDX files, gzipped or not: MNIST, Fashion-MNIST, or your own table. Files of 2 dimensions are tables
 * (examples, features), of 3 grey images (examples, height, width), of 4 images (examples, channels, height, width) or,
 * on request, (examples, height, width, channels). Images of unsigned bytes declare the range 0 to 255. Labels are
 * found beside images by the usual names ({@code images-idx3} becomes {@code labels-idx1}) and may be missing.
 */
@Documented
@Part(IdxData.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface IdxData {

    /** The folder; a relative one is relative to the working directory. */
    String folder();

    /** File of the training split, without {@code .gz}. */
    String train() default "train-images-idx3-ubyte";

    /** File of the validation split, without {@code .gz}. */
    String validation() default "t10k-images-idx3-ubyte";

    /** The most examples of the training split to use, from the first; 0 for all. */
    @Range(min = 0, unit = "examples")
    int examples() default 0;

    /** Order of the axes of images with channels. */
    ImageAxes axes() default ImageAxes.AUTO;

    /** Whether height and width of images are swapped, as in the files of EMNIST. */
    boolean transpose() default false;

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<IdxData, DataSource> {

        private static final int LISTED = 20;

        public Factory() {}

        @Override
        public DataSource create(IdxData annotation, Facts facts) {
            IdxFolder files = IdxFolder.of(annotation.folder(), "idxData.folder");
            Path folder = files.path();
            List<String> problems = new ArrayList<>();
            if (annotation.examples() < 0) {
                problems.add("examples must be at least 0, got " + annotation.examples() + "; 0 takes all");
            }
            Optional<Path> train = files.find(annotation.train());
            Optional<Path> validation = files.find(annotation.validation());
            if (train.isEmpty()) {
                problems.add(missing(folder, "train", annotation.train()));
            }
            if (validation.isEmpty()) {
                problems.add(missing(folder, "validation", annotation.validation()));
            }
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            Optional<IdxFile> trainingLabels = files.labels(annotation.train());
            Optional<IdxFile> validationLabels = files.labels(annotation.validation());
            boolean both = trainingLabels.isPresent() && validationLabels.isPresent();
            return new IdxSource(
                    IdxFile.of(train.orElseThrow()),
                    trainingLabels,
                    IdxFile.of(validation.orElseThrow()),
                    validationLabels,
                    annotation.examples(),
                    annotation.axes(),
                    annotation.transpose(),
                    both ? List.of() : unused(folder));
        }

        /** A word about files that look like labels and are not used as such. */
        private static List<String> unused(Path folder) {
            List<String> files = names(folder).filter(Factory::namesLabels).toList();
            return files.isEmpty()
                    ? List.of()
                    : List.of("no labels are used, although " + folder + " holds " + String.join(", ", files)
                            + ": labels are one whole number for each example, in files named like the images with"
                            + " labels-idx1 in place of images-idx3");
        }

        private static boolean namesLabels(String name) {
            return name.toLowerCase(Locale.ROOT).contains("label");
        }

        private static String missing(Path folder, String attribute, String name) {
            List<String> found = idxFiles(folder);
            return attribute + " must name an IDX file in " + folder + ", got '" + name + "'; "
                    + (found.isEmpty()
                            ? "there are no IDX files in it, set idxData.folder"
                            : "set idxData." + attribute + " to one of " + String.join(", ", found));
        }

        private static List<String> idxFiles(Path folder) {
            return names(folder)
                    .filter(name -> !namesLabels(name) && readable(folder.resolve(name)))
                    .limit(LISTED)
                    .toList();
        }

        private static Stream<String> names(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                return files
                        .filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new InvalidPartException("folder must be readable, got an error: " + e.getMessage());
            }
        }

        private static boolean readable(Path file) {
            try {
                return IdxFile.of(file).header().dimensions().size() > 1;
            } catch (DataFormatException e) {
                return false;
            }
        }
    }
}
