package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.disk.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:00:00.123456789Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Test
    void aSecondHolderIsRefusedAndToldOfTheFirst() {
        try (RunLock held = RunLock.take(new LocalDisk(), directory, CLOCK)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> RunLock.take(new LocalDisk(), directory, CLOCK))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("since 2026-11-22T16:00:00Z;");
        }
    }

    /** Takes the lock of a directory: {@code DIRECTORY}. */
    static final class AnotherMain {

        private AnotherMain() {}

        public static void main(String[] arguments) {
            try (RunLock lock = RunLock.take(new LocalDisk(), Path.of(arguments[0]), Clock.systemUTC())) {
                lock.use();
                System.out.println("taken");
            } catch (DirectoryInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aRefusalInTheSameProcessDoesNotLetAnotherProcessIn() throws IOException {
        assertThat(another()).isEqualTo("taken");
        try (RunLock held = RunLock.take(new LocalDisk(), directory, CLOCK)) {
            held.use();
            assertThatThrownBy(() -> RunLock.take(new LocalDisk(), directory, CLOCK))
                    .isInstanceOf(DirectoryInUseException.class);
            assertThat(another())
                    .contains("in use by process " + ProcessHandle.current().pid());
        }
        assertThat(another()).isEqualTo("taken");
    }

    private String another() throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnotherMain.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void whoDoesNotUseTheRunLeavesTheFileAsItWas() throws IOException {
        Path file = directory.resolve("LOCK");
        Files.writeString(file, "process 1 on a host since long ago");
        FileTime before = FileTime.from(Instant.parse("2020-02-02T02:02:02Z"));
        Files.setLastModifiedTime(file, before);

        RunLock.take(new LocalDisk(), directory, CLOCK).close();
        assertThat(file).hasContent("process 1 on a host since long ago");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);

        try (RunLock used = RunLock.take(new LocalDisk(), directory, CLOCK)) {
            used.use();
        }
        assertThat(file)
                .content()
                .startsWith("process " + ProcessHandle.current().pid() + " on ");
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        RunLock.take(new LocalDisk(), directory, CLOCK).close();
        try (RunLock again = RunLock.take(new LocalDisk(), directory, CLOCK)) {
            assertThat(again).isNotNull();
        }
    }
}
