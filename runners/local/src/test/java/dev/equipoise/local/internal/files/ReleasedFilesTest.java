package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A run's files where they hear of no end, as after a failure of the virtual machine in one of them. */
class ReleasedFilesTest extends FilesOfRun {

    /** Counts the files that are open. */
    private static final class Counting extends ForwardingDisk {

        private int open;

        Counting() {
            super(new LocalDisk());
        }

        @Override
        public OutputFile append(Path file) throws IOException {
            OutputFile real = super.append(file);
            open++;
            return new OutputFile() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    real.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    open--;
                    real.close();
                }
            };
        }
    }

    @Test
    void theyAreClosedWithTheRun() {
        Counting disk = new Counting();
        RunFiles dropped = new RunFiles(CLOCK, disk, () -> nanos, (warning, cause) -> warnings.add(warning));
        dropped.started(Events.started(directory));
        assertThat(disk.open).isEqualTo(2);
        dropped.closed();

        assertThat(disk.open).isZero();
    }
}
