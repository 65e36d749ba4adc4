package dev.equipoise.data.npy;

import dev.equipoise.data.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A file with one array, or an archive of named ones.
 *
 * @param path on disk
 * @param archive whether it holds named arrays
 * @param names of these
 */
record NpyFile(Path path, boolean archive, List<String> names) {

    private static final String SUFFIX = ".npy";

    /** Names under which archives keep their training examples: those of MedMNIST, Keras, dSprites, and NumPy's own. */
    private static final List<String> TRAINING =
            List.of("train_images", "x_train", "X_train", "images", "imgs", "data", "x", "X", "arr_0");

    private static final List<String> VALIDATION =
            List.of("val_images", "valid_images", "validation_images", "x_val", "x_valid", "X_val");

    private static final List<String> TEST = List.of("test_images", "x_test", "X_test");

    /** Which of both it is, its first bytes say. */
    static NpyFile of(Path path) {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(8);
        } catch (IOException e) {
            throw NpyArray.unreadable(path, e);
        }
        if (NpyArray.begins(start)) {
            return new NpyFile(path, false, List.of());
        }
        if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
            throw new DataFormatException(
                    path, 0, "an array of NumPy (93 4e 55 4d 50 59) or an archive of them (50 4b)", "another file");
        }
        try (ZipFile zip = new ZipFile(path.toFile());
                Stream<? extends ZipEntry> entries = zip.stream()) {
            return new NpyFile(
                    path,
                    true,
                    entries.map(ZipEntry::getName)
                            .filter(name -> name.endsWith(SUFFIX))
                            .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                            .distinct()
                            .toList());
        } catch (IOException | IllegalArgumentException e) {
            throw NpyArray.unreadable(path, e);
        }
    }

    /** The training examples: those of this name, or, without one, of a usual one. */
    NpyArray training(String name) {
        return chosen(name, TRAINING);
    }

    /** The validation examples of an archive that keeps them beside the training examples under a usual name. */
    Optional<NpyArray> validation() {
        return usual(VALIDATION).map(this::array);
    }

    /** The test examples of an archive that keeps them under a usual name. */
    Optional<NpyArray> test() {
        return usual(TEST).map(this::array);
    }

    /** The validation examples of a file of their own. */
    NpyArray validation(String name, NpyArray training) {
        return chosen(name.isEmpty() && names.contains(training.name()) ? training.name() : name, both());
    }

    private static List<String> both() {
        return Stream.concat(VALIDATION.stream(), TRAINING.stream()).toList();
    }

    /** Labels in a file of their own. */
    NpyArray labels(NpyArray examples) {
        return chosen(names.contains(examples.name()) ? examples.name() : "", labelNames(examples.name()));
    }

    /** Labels beside the examples. */
    Optional<NpyArray> labelsBeside(NpyArray examples) {
        return usual(labelNames(examples.name())).map(this::array);
    }

    private static List<String> labelNames(String examples) {
        return Stream.of(
                        examples.replaceFirst("images$|imgs$", "labels"),
                        examples.replaceFirst("^[xX](_|$)", "y$1"),
                        examples.replaceFirst("^data$", "labels"),
                        examples.replaceFirst("^data$", "target"))
                .filter(name -> !name.equals(examples))
                .toList();
    }

    private Optional<String> usual(List<String> known) {
        return known.stream().filter(names::contains).findFirst();
    }

    private NpyArray chosen(String name, List<String> usual) {
        if (!archive) {
            if (!name.isEmpty()) {
                throw new DataFormatException(
                        path + " must be an archive if an array is named, got one array; leave out '" + name + "'");
            }
            return new NpyArray(path, "");
        }
        if (!name.isEmpty() && !names.contains(name)) {
            throw new DataFormatException(path + " must hold the array '" + name + "', got an archive of " + listed());
        }
        return array(
                !name.isEmpty()
                        ? name
                        : usual(usual)
                                .or(() -> names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty())
                                .orElseThrow(() -> new DataFormatException(path
                                        + " must hold one array, or one of a usual name (" + String.join(", ", usual)
                                        + "), got " + listed() + "; name the array to read")));
    }

    NpyArray array(String name) {
        return new NpyArray(path, name);
    }

    private String listed() {
        return names.isEmpty() ? "no array" : String.join(", ", names.subList(0, Math.min(20, names.size())));
    }
}
