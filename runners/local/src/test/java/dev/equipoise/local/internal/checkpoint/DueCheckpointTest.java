package dev.equipoise.local.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints.Standing;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a checkpoint is due by the time that has passed, and by the steps. */
class DueCheckpointTest {

    private static final RunListener NOBODY = new RunListener() {};
    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    Path run;

    private final AtomicLong now = new AtomicLong(-3 * MINUTE);

    private RunCheckpoints checkpoints(long everySteps, double everyMinutes) {
        return new RunCheckpoints(
                new Checkpoint.Settings(everySteps, everyMinutes, 3, 10),
                Checkpoints.store(new LocalDisk(), run),
                "run",
                Map.of(),
                NOBODY,
                Checkpoints.CLOCK,
                now::get);
    }

    private static void save(RunCheckpoints checkpoints, long steps) {
        checkpoints.save(
                Checkpoints.snapshot(steps),
                new Standing(steps, 0, 0, 0, 0, true),
                CheckpointSaved.Reason.INTERVAL,
                Optional.empty());
        checkpoints.await();
    }

    @Test
    void itIsDueWhenItsMinutesHaveGoneSinceTheLastOneWhateverTheSteps() {
        try (RunCheckpoints checkpoints = checkpoints(0, 5)) {
            now.addAndGet(5 * MINUTE - 1);
            assertThat(checkpoints.due(1_000_000)).isFalse();
            now.incrementAndGet();
            assertThat(checkpoints.due(1_000_000)).isTrue();

            save(checkpoints, 1_000_000);
            now.addAndGet(5 * MINUTE - 1);
            assertThat(checkpoints.due(2_000_000)).isFalse();
            now.incrementAndGet();
            assertThat(checkpoints.due(2_000_000)).isTrue();
        }
    }

    @Test
    void itIsDueWhenAMultipleOfItsStepsWasPassedSinceTheLastOneWhateverTheTime() {
        try (RunCheckpoints checkpoints = checkpoints(10, 0)) {
            now.addAndGet(1_000_000 * MINUTE);
            assertThat(checkpoints.due(9)).isFalse();
            assertThat(checkpoints.due(10)).isTrue();

            save(checkpoints, 12);
            assertThat(checkpoints.due(19)).isFalse();
            assertThat(checkpoints.due(20)).isTrue();
            assertThat(checkpoints.due(21)).isTrue();
        }
    }
}
