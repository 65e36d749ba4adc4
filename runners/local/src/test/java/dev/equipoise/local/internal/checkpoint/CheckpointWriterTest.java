package dev.equipoise.local.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointOutcome;
import dev.equipoise.run.CheckpointSaved;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A writer on a disk that stands still until it is let go on. */
@Timeout(60)
class CheckpointWriterTest {

    @TempDir
    Path run;

    private final CountDownLatch goOn = new CountDownLatch(1);

    private CheckpointWriter writer() {
        ForwardingDisk slow = new ForwardingDisk(new LocalDisk()) {
            @Override
            protected void before(String call, Path path) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("a writer must never be interrupted", e);
                }
            }
        };
        return new CheckpointWriter(Checkpoints.store(slow, run), Checkpoints.CLOCK, () -> 0);
    }

    private static void write(CheckpointWriter writer, long steps) {
        writer.write(Checkpoints.snapshot(steps), Checkpoints.info(steps));
    }

    @Test
    void whoWritesGoesOnMeanwhileAndIsToldOnce() {
        try (CheckpointWriter writer = writer()) {
            write(writer, 10);
            assertThat(writer.poll()).isEmpty();
            assertThat(writer.idle()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> write(writer, 20));

            goOn.countDown();
            assertThat(writer.await())
                    .containsInstanceOf(CheckpointSaved.class)
                    .map(CheckpointOutcome::steps)
                    .contains(10L);
            assertThat(writer.idle()).isTrue();
            assertThat(writer.poll()).isEmpty();
            assertThat(writer.await()).isEmpty();
            write(writer, 20);
            assertThat(writer.await()).map(CheckpointOutcome::steps).contains(20L);
        }
    }

    @Test
    void aCheckpointThatFindsNoMemoryHasFailedAndTheNextIsWritten() {
        boolean[] starved = {true};
        ForwardingDisk disk = new ForwardingDisk(new LocalDisk()) {
            @Override
            protected void before(String call, Path path) {
                if (starved[0]) {
                    throw new OutOfMemoryError("Java heap space");
                }
            }
        };
        try (CheckpointWriter writer = new CheckpointWriter(Checkpoints.store(disk, run), Checkpoints.CLOCK, () -> 0)) {
            write(writer, 10);
            assertThat(writer.await())
                    .contains(new CheckpointFailed(10, "java.lang.OutOfMemoryError: Java heap space"));
            starved[0] = false;
            write(writer, 20);
            assertThat(writer.await()).containsInstanceOf(CheckpointSaved.class);
        }
    }

    @Test
    void anInterruptOfWhoWritesDisturbsNoCheckpoint() {
        try (CheckpointWriter writer = writer()) {
            write(writer, 10);
            Thread.currentThread().interrupt();
            goOn.countDown();
            Optional<CheckpointOutcome> outcome = writer.await();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcome).containsInstanceOf(CheckpointSaved.class);
        }
    }
}
