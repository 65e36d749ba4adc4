package dev.equipoise.data.folder;

import dev.equipoise.data.DataFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures in a folder and its folders, sorted by their paths in it.
 *
 * @param folder that was searched
 * @param images found
 * @param classes the folder of each, within the one searched; empty for the searched one itself
 * @param kinds how many there are of each format
 * @param skipped messages of the files that are none
 */
record ImageFiles(
        Path folder,
        List<ImageFile> images,
        List<String> classes,
        Map<ImageKind, Integer> kinds,
        List<String> skipped) {

    /**
     * Finds them.
     *
     * @param skip whether files that are no pictures, or cannot be read, are left out: every picture is decoded once
     * @throws DataFormatException if there are none, or one cannot be read and must not be skipped
     */
    static ImageFiles in(Path folder, boolean skip, Square square) {
        List<ImageFile> images = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        Map<ImageKind, Integer> kinds = new TreeMap<>();
        List<String> skipped = new ArrayList<>();
        for (Path file : files(folder)) {
            ImageFile image = new ImageFile(file);
            try {
                ImageKind kind = image.kind();
                if (skip) {
                    image.read(square);
                }
                kinds.merge(kind, 1, Integer::sum);
            } catch (DataFormatException e) {
                if (!skip) {
                    throw new DataFormatException(e.getMessage() + "; remove the file, or set skip to true", e);
                }
                skipped.add(e.getMessage());
                continue;
            }
            images.add(image);
            classes.add(name(folder.relativize(file).getParent()));
        }
        if (images.isEmpty()) {
            throw new DataFormatException(
                    folder + ": expected images (PNG, JPEG, GIF or BMP) in it or in its folders, found none"
                            + (skipped.isEmpty() ? "" : "; the first other file is " + skipped.get(0)));
        }
        return new ImageFiles(folder, images, classes, kinds, skipped);
    }

    /** Regular files whose names, and whose folders' names, do not begin with a dot, in the order of their paths. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !hidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(file -> name(folder.relativize(file))))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataFormatException(folder + ": expected a folder that can be read, found an error: " + e, e);
        }
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The same on every system. */
    private static String name(@Nullable Path relative) {
        StringBuilder name = new StringBuilder();
        if (relative != null) {
            for (Path part : relative) {
                name.append(name.isEmpty() ? "" : "/").append(part);
            }
        }
        return name.toString();
    }

    /** The different folders, sorted; empty if all pictures are in the searched folder itself. */
    List<String> labels() {
        List<String> names = classes.stream().distinct().sorted().toList();
        return names.equals(List.of("")) ? List.of() : names;
    }
}
