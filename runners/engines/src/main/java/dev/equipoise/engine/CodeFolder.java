package dev.equipoise.engine;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that native code is unpacked into and loaded from.
 *
 * @param path where it is; it may not exist yet
 * @param setting the variable or option that names another
 */
public record CodeFolder(Path path, String setting) {

    /**
     * Whether code can be executed from it, found out by a file: not if its file system is mounted with noexec. A folder
     * that takes no file may still hold libraries that can be loaded.
     */
    public boolean executes() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return true;
        }
        try {
            Path file = Files.createTempFile(existing(), "equipoise", ".so");
            try {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                return Files.isExecutable(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return true;
        }
    }

    private Path existing() {
        Path folder = path.toAbsolutePath();
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }
}
