package dev.equipoise.disk;

import dev.equipoise.disk.Disk.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes files that a reader sees either completely or not at all. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void write(OutputFile out) throws IOException;
    }

    /** Writes a text to a file, and replaces the file if it exists. */
    public static void write(Disk disk, Path file, String text) throws IOException {
        write(disk, file, out -> out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The same for any content. */
    public static void write(Disk disk, Path file, Content content) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".tmp");
        disk.delete(half);
        try {
            try (OutputFile out = disk.create(half)) {
                content.write(out);
                out.force();
            }
            disk.move(half, file);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(disk, half, e);
            throw e;
        }
    }

    private static void deleteQuietly(Disk disk, Path half, Exception cause) {
        try {
            disk.delete(half);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
