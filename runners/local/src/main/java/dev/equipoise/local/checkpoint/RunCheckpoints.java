package dev.equipoise.local.checkpoint;

import dev.equipoise.checkpoint.Checkpoint.Settings;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
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
    private final BestOnDisk best = new BestOnDisk();
    private Optional<Standing> saved = Optional.empty();
    private long savedNanos;
    private long savedSteps;

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
    public record Standing(long steps, int epoch, int place, int rollbacks, double seconds, boolean calm) {

        /** Whether nothing was trained and no epoch has ended from one to the other. */
        boolean sameAs(Standing other) {
            return steps == other.steps && epoch == other.epoch;
        }
    }

    /** The run has gone on from this one, or back to it: the last that was taken, and on disk. */
    public void goneTo(Occasion occasion) throws IOException {
        saved = Optional.of(new Standing(
                occasion.steps(),
                occasion.epoch(),
                occasion.place(),
                occasion.rollbacks(),
                occasion.seconds(),
                occasion.good()));
        // What is due is counted from one that the uninterrupted run takes too.
        savedSteps =
                Occasion.interruption(occasion.reason()) ? occasion.parent().orElse(0) : occasion.steps();
        outcome.isOnDisk(occasion.steps());
        best.is(store.best());
    }

    /**
     * Whether one is due after this many steps, of which a multiple of {@code everySteps} was passed or the minutes have
     * gone; what was written before is told. Not while one is being written.
     *
     * @throws UncheckedIOException where as many in a row have failed as the run bears
     */
    public boolean due(long steps, RunListener listener) {
        boolean idle = writer.idle(heardBy(listener));
        giveUpAfter(settings.maxConsecutiveFailures());
        long every = settings.everySteps();
        boolean bySteps = every > 0 && steps / every > savedSteps / every;
        boolean byTime = settings.everyMinutes() > 0
                && nanoTime.getAsLong() - savedNanos >= settings.everyMinutes() * NANOS_PER_MINUTE;
        return idle && (bySteps || byTime);
    }

    private void giveUpAfter(int allowed) {
        int failures = outcome.failuresInARow();
        if (allowed > 0 && failures >= allowed) {
            IOException last = new IOException(outcome.failure().orElse(""));
            throw new UncheckedIOException(
                    "checkpoints that fail in a row must be fewer than maxConsecutiveFailures = " + allowed
                            + ", got " + failures + ", the last because of " + last.getMessage()
                            + "; the older ones are unchanged: free space if the disk is full,"
                            + " then resume the run",
                    last);
        }
    }

    /** Whether the last one was taken here, and has not failed so far. */
    public boolean taken(Standing here, RunListener listener) {
        writer.idle(heardBy(listener));
        return saved.filter(here::sameAs).isPresent() && outcome.failure().isEmpty();
    }

    /** Whether this is better than every checkpoint that was written. */
    public boolean isBest(Merit merit, RunListener listener) {
        writer.idle(heardBy(listener));
        return best.isBelow(merit);
    }

    /**
     * Writes one beside the training. One that holds what is no number is not written, and told as failed.
     *
     * @param merit if it is the best so far; if the best was the last one and failed, one at the same place takes its mark
     */
    public void save(Snapshot snapshot, Standing standing, String reason, Optional<Merit> merit, RunListener listener) {
        await(listener);
        Optional<Merit> mark = best.taken(standing, merit);
        saved = Optional.of(standing);
        savedNanos = nanoTime.getAsLong();
        savedSteps = standing.steps();
        if (!snapshot.finite()) {
            CheckpointFailed unfit = new CheckpointFailed(standing.steps(), "a parameter or moment is not finite");
            outcome.unfit(unfit.cause());
            best.heardBy(listener).checkpointFailed(unfit);
            return;
        }
        listener.checkpointing();
        Occasion occasion = new Occasion(
                run,
                standing.steps(),
                standing.epoch(),
                standing.place(),
                standing.rollbacks(),
                outcome.lastOnDisk(),
                reason,
                standing.seconds(),
                good(reason, standing.calm()),
                mark,
                fingerprint);
        writer.write(snapshot, occasion, heardBy(listener));
    }

    /**
     * Where steps say when one is due, an interruption's is none to go back to, since the uninterrupted run has none there.
     * One of an accepted change always is: those before it are another experiment's.
     */
    private boolean good(String reason, boolean calm) {
        if (reason.equals(Occasion.ACCEPTED)) {
            return true;
        }
        return calm && !(Occasion.interruption(reason) && settings.everySteps() > 0);
    }

    private RunListener heardBy(RunListener listener) {
        return outcome.heardBy(best.heardBy(listener));
    }

    /** Waits for what is being written. */
    public void await(RunListener listener) {
        writer.await(heardBy(listener));
    }

    /** The newest checkpoint that a failed run may go back to, after what is being written. */
    public Optional<Saved> lastGood(RunListener listener) throws IOException {
        await(listener);
        Optional<Saved> good = store.backToGood();
        if (good.isPresent()) {
            goneTo(good.get().occasion());
        }
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
