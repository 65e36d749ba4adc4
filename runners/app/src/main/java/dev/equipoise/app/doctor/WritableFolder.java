package dev.equipoise.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a folder takes files, found out by writing one.
 *
 * @param use what it is for
 * @param path where it is
 * @param writable whether it takes files, or can be made
 * @param words free space, or why it is not writable
 */
record WritableFolder(String use, Path path, boolean writable, String words) {

    private static final long MEBIBYTE = 1 << 20;

    static WritableFolder of(String use, Path path) {
        Path absolute = path.toAbsolutePath();
        Path existing = absolute;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            Files.delete(Files.createTempFile(existing, "equipoise-doctor", ".tmp"));
            String free = Files.getFileStore(existing).getUsableSpace() / MEBIBYTE + " MiB free";
            return new WritableFolder(use, absolute, true, existing.equals(absolute) ? free : free + ", will be made");
        } catch (IOException e) {
            return new WritableFolder(use, absolute, false, e.toString());
        }
    }
}
