package dev.equipoise.disk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    Path folder;

    private final LocalDisk disk = new LocalDisk();

    @Test
    void aDirectoryIsForced() {
        assertThatCode(() -> disk.force(folder)).doesNotThrowAnyException();
    }

    /** Those in an archive cannot be opened. */
    @Test
    void aDirectoryThatCannotBeOpenedIsNotTakenAsForced() throws IOException {
        URI archive = URI.create("jar:" + folder.resolve("archive.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path directory = Files.createDirectory(files.getPath("/directory"));

            assertThatThrownBy(() -> disk.force(directory)).isInstanceOf(NoSuchFileException.class);
        }
    }
}
