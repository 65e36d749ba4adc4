package dev.equipoise.data.npy;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.ImageAxes;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.part.Range;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arrays of numbers that NumPy saved, as {@code .npy} or in a {@code .npz} archive: truth values, whole numbers and
 * floats of any width. Arrays of 2 dimensions are tables (examples, features), of 3 grey images (examples, height,
 * width), of 4 images (examples, channels, height, width) or, on request, (examples, height, width, channels). Images of
 * unsigned bytes declare the range 0 to 255, truth values 0 to 1.
 *
 * <p>Validation is, in this order: {@link #validationFile}; {@link #validationArray}; an array of the archive named
 * {@code val_images}, {@code x_val} or alike; or else a part of the examples that {@link #validation}, {@link #seed} and
 * {@link #stratified} choose. An array of the archive named {@code test_images} or {@code x_test} is the test split.
 */
@Documented
@Part(NpyData.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NpyData {

    /** The file of the training examples; a relative one is relative to the working directory. */
    String file();

    /** The array of the archive; empty for a usual name, such as {@code train_images}, or the only one. */
    String array() default "";

    /** Labels of the training examples: an array of the archive, or a file; empty for the usual name in the archive. */
    String labels() default "";

    /** A file of validation examples; empty if they are in {@link #file}. */
    String validationFile() default "";

    /** The array of validation examples; empty for a usual name. */
    String validationArray() default "";

    /** Labels of the validation examples: an array of their archive, or a file; empty for the usual name. */
    String validationLabels() default "";

    /** Share of the examples that validate if there are no others for it. */
    @Range(min = 0, max = 1, minExcluded = true, unit = "of the examples")
    double validation() default 0.1;

    /** Decides which examples validate. The experiment's seed does not change them. */
    long seed() default 0;

    /** Whether each label has about the same share of the validation examples. */
    boolean stratified() default false;

    /** Order of the axes of images with channels. */
    ImageAxes axes() default ImageAxes.AUTO;

    /** Finds the files; their content is read later. */
    final class Factory implements PartFactory<NpyData, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(NpyData annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            Path file = existing("file", annotation.file(), problems);
            Optional<NpySource.Place> validation = annotation.validationFile().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new NpySource.Place(
                            existing("validationFile", annotation.validationFile(), problems),
                            annotation.validationArray(),
                            annotation.validationLabels()));
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new NpySource(
                    new NpySource.Place(file, annotation.array(), annotation.labels()),
                    validation,
                    annotation.validationArray(),
                    annotation.validationLabels(),
                    new Dataset.Holdout(annotation.validation(), annotation.stratified(), annotation.seed()),
                    annotation.axes());
        }

        private static Path existing(String attribute, String name, List<String> problems) {
            try {
                Path file = Path.of(name);
                if (!Files.isRegularFile(file)) {
                    problems.add(attribute + " must be a file that NumPy saved, got '" + name + "', which is "
                            + (Files.exists(file) ? "no file" : "not there (" + file.toAbsolutePath() + ")")
                            + "; set npyData." + attribute);
                }
                return file;
            } catch (InvalidPathException e) {
                problems.add(attribute + " must be a path, got '" + name + "': " + e.getReason() + "; set npyData."
                        + attribute);
                return Path.of("");
            }
        }
    }
}
