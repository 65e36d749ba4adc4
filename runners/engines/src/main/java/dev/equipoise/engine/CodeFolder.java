package dev.equipoise.engine;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder into which native code is unpacked, and from which it is loaded.
 *
 * @param path the folder, which may not exist yet
 * @param setting the variable or option that names another folder
 */
public record CodeFolder(Path path, String setting) {

    /**
     * Whether code can be executed from it, which is tested with a file. It cannot if the file system is mounted with
     * noexec. Libraries may still be loadable from a folder in which no file can be created.
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
