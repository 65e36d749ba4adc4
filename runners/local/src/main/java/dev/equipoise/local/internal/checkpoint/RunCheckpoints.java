package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.checkpoint.Checkpoint.Settings;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointOutcome;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The checkpoints that one run takes: when they are due, their way to the disk, and what becomes of them. */
public final class RunCheckpoints implements AutoCloseable {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final Settings settings;
    private final CheckpointStore store;
    private final CheckpointWriter writer;
    private final String run;
    private final Map<String, String> fingerprint;
    private final RunListener listener;
    private final LongSupplier nanoTime;
    private Optional<CheckpointInfo> last = Optional.empty();
    private Optional<String> failureOfLast = Optional.empty();
    private int failuresInARow;
    private OptionalLong stepsOnDisk = OptionalLong.empty();
    private Optional<Merit> bestOnDisk = Optional.empty();
    private long savedNanos;
    private long savedSteps;

    /**
     * @param run the run's id
     * @param fingerprint what a resume must find again
     * @param listener hears what becomes of each, on the run's thread
     */
    public RunCheckpoints(
            Settings settings,
            CheckpointStore store,
            String run,
            Map<String, String> fingerprint,
            RunListener listener,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.store = store;
        this.run = run;
        this.fingerprint = Map.copyOf(fingerprint);
        this.listener = listener;
        this.nanoTime = nanoTime;
        writer = new CheckpointWriter(store, clock, nanoTime);
        savedNanos = nanoTime.getAsLong();
    }

    /** Where a run stands when a checkpoint is taken. */
    public record Standing(long steps, int epoch, int place, int rollbacks, double seconds, boolean calm) {

        /** Whether nothing was trained and no epoch has ended since this checkpoint. */
        boolean isOf(CheckpointInfo info) {
            return steps == info.steps() && epoch == info.epoch();
        }
    }

    /** The run has gone on from this one, or back to it: the last that was taken, and on disk. */
    public void goneTo(CheckpointInfo info) throws IOException {
        last = Optional.of(info);
        isOnDisk(info);
        bestOnDisk = store.best();
        // What is due is counted from one that the uninterrupted run takes too.
        savedSteps = info.reason().interrupts() ? info.parent().orElse(0) : info.steps();
    }

    /**
     * Whether one is due after this many steps, of which a multiple of {@code everySteps} was passed or the minutes have
     * gone. Not while one is being written.
     *
     * @throws UncheckedIOException if as many in a row have failed as the run bears
     */
    public boolean due(long steps) {
        writer.poll().ifPresent(this::heard);
        giveUpAfter(settings.maxConsecutiveFailures());
        long every = settings.everySteps();
        boolean bySteps = every > 0 && steps / every > savedSteps / every;
        boolean byTime = settings.everyMinutes() > 0
                && nanoTime.getAsLong() - savedNanos >= settings.everyMinutes() * NANOS_PER_MINUTE;
        return writer.idle() && (bySteps || byTime);
    }

    private void giveUpAfter(int allowed) {
        if (allowed > 0 && failuresInARow >= allowed) {
            IOException cause = new IOException(failureOfLast.orElse(""));
            throw new UncheckedIOException(
                    "checkpoints that fail in a row must be fewer than maxConsecutiveFailures = " + allowed
                            + ", got " + failuresInARow + ", the last because of " + cause.getMessage()
                            + "; the older ones are unchanged: free space if the disk is full,"
                            + " then resume the run",
                    cause);
        }
    }

    /** Whether the last one was taken here, and has not failed so far. */
    public boolean taken(Standing here) {
        writer.poll().ifPresent(this::heard);
        return last.filter(here::isOf).isPresent() && failureOfLast.isEmpty();
    }

    /** Whether this is better than every checkpoint on disk, and than one that is being written. */
    public boolean isBest(Merit merit) {
        writer.poll().ifPresent(this::heard);
        Optional<Merit> underway = writer.idle() ? Optional.empty() : last.flatMap(CheckpointInfo::best);
        return underway.or(() -> bestOnDisk)
                .filter(highest -> highest.compareTo(merit) >= 0)
                .isEmpty();
    }

    /**
     * Writes one beside the training. One that holds what is no number is not written, and told as failed.
     *
     * @param merit if it is the best so far; if the best was the last one and failed, one at the same place takes its mark
     */
    public void save(Snapshot snapshot, Standing here, CheckpointSaved.Reason reason, Optional<Merit> merit) {
        await();
        Optional<Merit> lost = last.filter(before -> failureOfLast.isPresent() && here.isOf(before))
                .flatMap(CheckpointInfo::best);
        CheckpointInfo info = new CheckpointInfo(
                run,
                here.steps(),
                here.epoch(),
                here.place(),
                here.rollbacks(),
                stepsOnDisk,
                reason,
                here.seconds(),
                good(reason, here.calm()),
                merit.or(() -> lost),
                fingerprint);
        last = Optional.of(info);
        savedNanos = nanoTime.getAsLong();
        savedSteps = here.steps();
        if (!snapshot.finite()) {
            isNotOnDisk(new CheckpointFailed(here.steps(), "a parameter or moment is not finite"));
            return;
        }
        listener.checkpointing();
        writer.write(snapshot, info);
    }

    /**
     * Where steps say when one is due, an interruption's is none to go back to, since the uninterrupted run has none there.
     * One of an accepted change always is: those before it are another experiment's.
     */
    private boolean good(CheckpointSaved.Reason reason, boolean calm) {
        if (reason == CheckpointSaved.Reason.ACCEPTED) {
            return true;
        }
        return calm && !(reason.interrupts() && settings.everySteps() > 0);
    }

    private void heard(CheckpointOutcome outcome) {
        if (outcome instanceof CheckpointSaved saved) {
            last.ifPresent(this::isOnDisk);
            listener.checkpointSaved(saved);
        } else if (outcome instanceof CheckpointFailed failed) {
            failuresInARow++;
            isNotOnDisk(failed);
        }
    }

    private void isOnDisk(CheckpointInfo info) {
        stepsOnDisk = OptionalLong.of(info.steps());
        failureOfLast = Optional.empty();
        failuresInARow = 0;
        bestOnDisk = info.best().or(() -> bestOnDisk);
    }

    private void isNotOnDisk(CheckpointFailed failed) {
        failureOfLast = Optional.of(failed.cause());
        listener.checkpointFailed(failed);
    }

    /** Waits for what is being written. */
    public void await() {
        writer.await().ifPresent(this::heard);
    }

    /** The newest checkpoint that a failed run may go back to, after what is being written. */
    public Optional<Saved> lastGood() throws IOException {
        await();
        Optional<Saved> good = store.backToGood();
        if (good.isPresent()) {
            goneTo(good.get().info());
        }
        return good;
    }

    /** Why the last checkpoint is not on disk; empty if it is. */
    public Optional<String> failure() {
        return failureOfLast;
    }

    @Override
    public void close() {
        writer.close();
    }
}
