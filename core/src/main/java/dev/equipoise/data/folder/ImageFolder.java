package dev.equipoise.data.folder;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
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
 * Pictures in a folder and in the folders in it: PNG, JPEG, GIF (the first picture) and BMP. The largest square in the
 * middle of each is averaged over areas to {@link #size} pixels a side. The label is the folder of a picture; there are
 * no labels if all are in one. The order is that of the paths. Values are 0 to 255, channels first: samples of 16 bits are
 * rounded to 8, palettes are resolved, what is transparent shows white, and pictures are turned as Exif says. Colour
 * profiles are ignored. Pictures of four colours (CMYK) are refused.
 */
@Documented
@Part(ImageFolder.Factory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ImageFolder {

    /** The folder; a relative one is relative to the working directory. */
    String folder();

    /** A folder of validation pictures; empty to divide the pictures of {@link #folder}. */
    String validationFolder() default "";

    /** Width and height of an image. */
    @Range(min = 1, max = 4_096, unit = "pixels")
    int size() default 64;

    /** Whether images have red, green and blue, or one channel of grey. */
    boolean colour() default true;

    /** Whether files that are no pictures, or cannot be read, are left out and counted. If not, they are an error. */
    boolean skip() default false;

    /** Share of the pictures that validate if there is no folder of them. */
    @Range(min = 0, max = 1, minExcluded = true, unit = "of the examples")
    double validation() default 0.1;

    /** Decides which pictures validate. The experiment's seed does not change them. */
    long seed() default 0;

    /** Whether each label has about the same share of the validation pictures. */
    boolean stratified() default false;

    /** Finds the folders; their content is read later. */
    final class Factory implements PartFactory<ImageFolder, DataSource> {

        public Factory() {}

        @Override
        public DataSource create(ImageFolder annotation, Facts facts) {
            List<String> problems = new ArrayList<>();
            Path folder = existing("folder", annotation.folder(), problems);
            Optional<Path> validation = annotation.validationFolder().isEmpty()
                    ? Optional.empty()
                    : Optional.of(existing("validationFolder", annotation.validationFolder(), problems));
            if (!problems.isEmpty()) {
                throw new InvalidPartException(problems);
            }
            return new FolderSource(
                    folder,
                    validation,
                    annotation.skip(),
                    new Square(annotation.size(), annotation.colour()),
                    new Dataset.Holdout(annotation.validation(), annotation.stratified(), annotation.seed()));
        }

        private static Path existing(String attribute, String name, List<String> problems) {
            try {
                Path folder = Path.of(name);
                if (name.isBlank() || !Files.isDirectory(folder)) {
                    problems.add(attribute + " must be a folder of pictures, got '" + name + "', which is "
                            + (Files.exists(folder) ? "no folder" : "not there (" + folder.toAbsolutePath() + ")")
                            + "; put PNG, JPEG, GIF or BMP files there, or set imageFolder." + attribute);
                }
                return folder;
            } catch (InvalidPathException e) {
                problems.add(attribute + " must be a path, got '" + name + "': " + e.getReason() + "; set imageFolder."
                        + attribute);
                return Path.of("");
            }
        }
    }
}
