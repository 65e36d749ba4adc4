package dev.equipoise.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.DirectoryInUseException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:00:00Z"), ZoneOffset.UTC);

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
                    .hasMessageContaining("since 2026-11-22T16:00:00Z");
        }
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        RunLock.take(new LocalDisk(), directory, CLOCK).close();
        try (RunLock again = RunLock.take(new LocalDisk(), directory, CLOCK)) {
            assertThat(again).isNotNull();
        }
    }
}
