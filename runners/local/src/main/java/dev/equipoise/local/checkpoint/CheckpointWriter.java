package dev.equipoise.local.checkpoint;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RunListener;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints on a thread of its own, which nobody interrupts (an interrupt closes the channel that is written
 * to), at most one at a time. What became of one is told on the run's thread.
 */
public final class CheckpointWriter implements AutoCloseable {

    private final CheckpointStore store;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread writer = new Thread(work, "equipoise-checkpoints");
        writer.setDaemon(true);
        return writer;
    });
    private @Nullable CompletableFuture<Consumer<RunListener>> inFlight;

    public CheckpointWriter(CheckpointStore store, Clock clock, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Whether nothing is being written; what was written before is told. */
    public boolean idle(RunListener listener) {
        CompletableFuture<Consumer<RunListener>> written = inFlight;
        if (written == null) {
            return true;
        }
        if (!written.isDone()) {
            return false;
        }
        inFlight = null;
        written.join().accept(listener);
        return true;
    }

    /** Waits until nothing is being written, and tells what was. */
    public void await(RunListener listener) {
        settle();
        idle(listener);
    }

    private void settle() {
        CompletableFuture<Consumer<RunListener>> written = inFlight;
        if (written != null) {
            written.handle((told, failure) -> told).join();
        }
    }

    /** Writes, after what is being written. */
    public void write(Snapshot snapshot, Occasion occasion, RunListener listener) {
        await(listener);
        inFlight = CompletableFuture.supplyAsync(() -> write(snapshot, occasion), thread);
    }

    private Consumer<RunListener> write(Snapshot snapshot, Occasion occasion) {
        long began = nanoTime.getAsLong();
        try {
            long bytes = store.write(snapshot, occasion);
            double seconds = (nanoTime.getAsLong() - began) * 1e-9;
            CheckpointSaved saved =
                    new CheckpointSaved(occasion.steps(), occasion.reason(), bytes, seconds, clock.instant());
            return listener -> listener.checkpointSaved(saved);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            CheckpointFailed failed = new CheckpointFailed(occasion.steps(), e.toString());
            return listener -> listener.checkpointFailed(failed);
        }
    }

    /** Ends the thread once nothing is being written: what follows may be the process's end. */
    @Override
    public void close() {
        settle();
        thread.shutdown();
    }
}
