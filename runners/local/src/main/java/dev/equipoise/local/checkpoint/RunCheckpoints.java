package dev.equipoise.local.checkpoint;

import dev.equipoise.local.checkpoint.Checkpoint.Settings;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.RunListener;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** The checkpoints that one run takes: when they are due, and their way to the disk. */
public final class RunCheckpoints implements AutoCloseable {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final Settings settings;
    private final CheckpointStore store;
    private final CheckpointWriter writer;
    private final String run;
    private final Map<String, String> fingerprint;
    private final LongSupplier nanoTime;
    private final OutcomeOfLast outcome = new OutcomeOfLast();
    private long savedSteps = -1;
    private long savedNanos;

    /**
     * @param run the run's id
     * @param fingerprint what a resume must find again
     */
    public RunCheckpoints(
            Settings settings,
            CheckpointStore store,
            String run,
            Map<String, String> fingerprint,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.store = store;
        this.run = run;
        this.fingerprint = Map.copyOf(fingerprint);
        this.nanoTime = nanoTime;
        writer = new CheckpointWriter(store, clock, nanoTime);
        savedNanos = nanoTime.getAsLong();
    }

    /** Where a run stands when a checkpoint is taken. */
    public record Standing(long steps, int epoch, double seconds, boolean calm) {}

    /** Whether one is due after this many steps; what was written before is told. Not while one is being written. */
    public boolean due(long steps, RunListener listener) {
        boolean idle = writer.idle(outcome.heardBy(listener));
        boolean bySteps = settings.everySteps() > 0 && steps - Math.max(0, savedSteps) >= settings.everySteps();
        boolean byTime = settings.everyMinutes() > 0
                && nanoTime.getAsLong() - savedNanos >= settings.everyMinutes() * NANOS_PER_MINUTE;
        return idle && (bySteps || byTime);
    }

    /** Whether the last one was taken after so many steps, and has not failed so far. */
    public boolean taken(long steps, RunListener listener) {
        writer.idle(outcome.heardBy(listener));
        return savedSteps == steps && outcome.failure().isEmpty();
    }

    /** Writes one beside the training. One that holds what is no number is not written, and told as failed. */
    public void save(Snapshot snapshot, Standing standing, String reason, OptionalDouble best, RunListener listener) {
        savedSteps = standing.steps();
        savedNanos = nanoTime.getAsLong();
        if (!snapshot.finite()) {
            outcome.heardBy(listener)
                    .checkpointFailed(new CheckpointFailed(standing.steps(), "a parameter or moment is not finite"));
            return;
        }
        listener.checkpointing();
        Occasion occasion = new Occasion(
                run,
                standing.steps(),
                standing.epoch(),
                reason,
                standing.seconds(),
                standing.calm(),
                best,
                fingerprint);
        writer.write(snapshot, occasion, outcome.heardBy(listener));
    }

    /** Waits for what is being written. */
    public void await(RunListener listener) {
        writer.await(outcome.heardBy(listener));
    }

    /** The newest checkpoint that a failed run may go back to, after what is being written. */
    public Optional<Saved> lastGood(RunListener listener) throws IOException {
        await(listener);
        Optional<Saved> good = store.backToGood();
        good.ifPresent(saved -> savedSteps = saved.occasion().steps());
        return good;
    }

    /** Why the last checkpoint is not on disk; empty where it is. */
    public Optional<String> failure() {
        return outcome.failure();
    }

    @Override
    public void close() {
        writer.close();
    }
}
