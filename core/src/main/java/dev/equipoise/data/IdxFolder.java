package dev.equipoise.data;

import dev.equipoise.part.InvalidPartException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of IDX files, gzipped or not.
 *
 * @param path on disk
 */
record IdxFolder(Path path) {

    /**
     * The folder of this name.
     *
     * @param key of the attribute that names it, for messages
     * @throws InvalidPartException if there is none
     */
    static IdxFolder of(String name, String key) {
        try {
            Path folder = Path.of(name);
            if (!name.isBlank() && Files.isDirectory(folder)) {
                return new IdxFolder(folder);
            }
            throw new InvalidPartException("folder must be a folder of IDX files, got '" + name + "', which is "
                    + (Files.exists(folder) ? "no folder" : "not there (" + folder.toAbsolutePath() + ")") + "; set "
                    + key);
        } catch (InvalidPathException e) {
            throw new InvalidPartException("folder must be a path, got '" + name + "': " + e.getReason() + "; set "
                    + key + ", or a UTF-8 locale such as LC_ALL=C.UTF-8 for names with accents");
        }
    }

    /** A file of this name, or of this name and {@code .gz}. */
    Optional<Path> find(String name) {
        try {
            return Stream.of(name, name + ".gz")
                    .map(path::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The labels of images, whose file has the usual name beside theirs. */
    Optional<IdxFile> labels(String images) {
        String labels = images.replaceFirst("images([-.])idx\\d", "labels$1idx1");
        return labels.equals(images)
                ? Optional.empty()
                : find(labels.replaceFirst("\\.gz$", "")).map(IdxFile::of);
    }

    /**
     * Training and validation images under the names of MNIST, as published or as some archives unpack them.
     *
     * @param key of the attribute that names the folder, for messages
     * @throws InvalidPartException if they are not there
     */
    DataSource mnist(String key) {
        List<String> missing = new ArrayList<>();
        String train = named("train-images", missing);
        String validation = named("t10k-images", missing);
        if (!missing.isEmpty()) {
            throw new InvalidPartException("folder must hold the files " + String.join(" and ", missing)
                    + ", gzipped or not, got " + path + " without them; set " + key);
        }
        return new IdxSource(
                IdxFile.of(find(train).orElseThrow()),
                labels(train),
                IdxFile.of(find(validation).orElseThrow()),
                labels(validation),
                0,
                ImageAxes.AUTO,
                false,
                List.of());
    }

    private String named(String start, List<String> missing) {
        String published = start + "-idx3-ubyte";
        Optional<String> found = Stream.of(published, start + ".idx3-ubyte")
                .filter(name -> find(name).isPresent())
                .findFirst();
        if (found.isEmpty()) {
            missing.add(published);
        }
        return found.orElse(published);
    }
}
