package dev.equipoise.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.equipoise.disk.Disk.OutputFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    /** The system refuses to force {@code /proc}, as some file systems do with every directory. */
    @Test
    void aDirectoryThatItsFileSystemCannotForceIsLeftToTheSystem() {
        assumeThat(Path.of("/proc/self")).as("a file system without storage").exists();

        assertThatCode(() -> disk.force(Path.of("/proc"))).doesNotThrowAnyException();
        assertThat(LocalDisk.unsupported(new IOException("Input/output error"), Optional.empty()))
                .isFalse();
    }

    @Test
    void theSystemsRefusalIsKnownInItsOwnLanguage() {
        IOException refused = new IOException("Das Argument ist ungültig");

        assertThat(LocalDisk.unsupported(refused, Optional.of("Das Argument ist ungültig")))
                .isTrue();
        assertThat(LocalDisk.unsupported(refused, Optional.empty())).isFalse();
    }

    /** Nothing can be forced at {@code /dev/null}: the system's refusal shows that it was asked. */
    @Test
    void theSystemIsAskedToForceFilesAndItsRefusalIsTold() throws IOException {
        assumeThat(Path.of("/proc/self")).as("a file system without storage").exists();
        Path nothing = Path.of("/dev/null");

        assertThatThrownBy(() -> disk.force(nothing)).isInstanceOf(IOException.class);
        try (OutputFile file = disk.append(nothing)) {
            assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFileSystemThatTellsNoSizeHasRoomForAll() {
        assumeThat(Path.of("/proc/self")).as("a file system of no size").exists();

        assertThat(disk.usableSpace(Path.of("/proc"))).isEqualTo(Long.MAX_VALUE);
        assertThat(disk.usableSpace(folder)).isBetween(1L, Long.MAX_VALUE - 1);
    }

    @Test
    void aMoveTakesTheOthersPlaceInOneStepOrIsRefused() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path other = Files.writeString(folder.resolve("other"), "2");
        disk.move(one, other);
        assertThat(other).hasContent("1");
        assertThat(one).doesNotExist();

        Path elsewhere = Path.of("/dev/shm");
        assumeThat(Files.isWritable(elsewhere) && !Files.getFileStore(elsewhere).equals(Files.getFileStore(folder)))
                .as("another file system, to which nothing can be moved in one step")
                .isTrue();
        Path there = elsewhere.resolve(UUID.randomUUID().toString());
        try {
            assertThatThrownBy(() -> disk.move(other, there)).isInstanceOf(AtomicMoveNotSupportedException.class);
            assertThat(there).doesNotExist();
        } finally {
            Files.deleteIfExists(there);
        }
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
