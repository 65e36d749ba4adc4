package dev.equipoise.local.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.disk.ForwardingDisk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final List<String> told = new ArrayList<>();

    private final RunListener listener = new RunListener() {

        @Override
        public void checkpointSaved(CheckpointSaved event) {
            told.add("saved " + event.steps() + " on " + Thread.currentThread().getName());
        }

        @Override
        public void checkpointFailed(CheckpointFailed event) {
            told.add("failed " + event.steps());
        }
    };

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

    @Test
    void whoWritesGoesOnMeanwhileAndIsToldOnItsOwnThreadInTheOrderOfTheSteps() {
        try (CheckpointWriter writer = writer()) {
            writer.write(Checkpoints.snapshot(10), Checkpoints.occasion(10), listener);
            assertThat(writer.idle(listener)).isFalse();
            assertThat(told).isEmpty();

            goOn.countDown();
            writer.write(Checkpoints.snapshot(20), Checkpoints.occasion(20), listener);
            writer.await(listener);
            String here = Thread.currentThread().getName();
            assertThat(told).containsExactly("saved 10 on " + here, "saved 20 on " + here);
            assertThat(writer.idle(listener)).isTrue();
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
            writer.write(Checkpoints.snapshot(10), Checkpoints.occasion(10), listener);
            writer.await(listener);
            starved[0] = false;
            writer.write(Checkpoints.snapshot(20), Checkpoints.occasion(20), listener);
            writer.await(listener);

            assertThat(told)
                    .hasSize(2)
                    .startsWith("failed 10")
                    .last()
                    .asString()
                    .startsWith("saved 20 ");
        }
    }

    @Test
    void anInterruptOfWhoWritesDisturbsNoCheckpoint() {
        try (CheckpointWriter writer = writer()) {
            writer.write(Checkpoints.snapshot(10), Checkpoints.occasion(10), listener);
            Thread.currentThread().interrupt();
            goOn.countDown();
            writer.await(listener);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(told).hasSize(1).allMatch(event -> event.startsWith("saved 10 "));
        }
    }
}
