package dev.equipoise.app.internal.doctor;

import dev.equipoise.engine.CodeFolder;
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

    /** The same of a folder that code is loaded from. */
    static WritableFolder ofCode(String use, CodeFolder code) {
        WritableFolder folder = of(use, code.path());
        return folder.writable() && !code.executes()
                ? new WritableFolder(
                        use,
                        folder.path(),
                        false,
                        "its file system is mounted with noexec, so code cannot run from it; set " + code.setting())
                : folder;
    }

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
