package dev.equipoise.local.internal.checkpoint;

import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointOutcome;
import dev.equipoise.run.CheckpointSaved;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes checkpoints on a thread of its own, which nobody interrupts (an interrupt closes the channel that is written
 * to), at most one at a time.
 */
final class CheckpointWriter implements AutoCloseable {

    private final CheckpointStore store;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread writer = new Thread(work, "equipoise-checkpoints");
        writer.setDaemon(true);
        return writer;
    });
    private @Nullable CompletableFuture<CheckpointOutcome> inFlight;

    CheckpointWriter(CheckpointStore store, Clock clock, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Whether nothing is being written and the last outcome was {@linkplain #poll taken}. */
    boolean idle() {
        return inFlight == null;
    }

    /** What became of the last one, once; empty while it is being written. */
    Optional<CheckpointOutcome> poll() {
        CompletableFuture<CheckpointOutcome> written = inFlight;
        if (written == null || !written.isDone()) {
            return Optional.empty();
        }
        inFlight = null;
        return Optional.of(written.join());
    }

    /** The same once nothing is being written. */
    Optional<CheckpointOutcome> await() {
        settle();
        return poll();
    }

    private void settle() {
        CompletableFuture<CheckpointOutcome> written = inFlight;
        if (written != null) {
            written.handle((told, failure) -> told).join();
        }
    }

    /** @throws IllegalStateException if it is not {@linkplain #idle idle} */
    void write(Snapshot snapshot, CheckpointInfo info) {
        if (!idle()) {
            throw new IllegalStateException("one checkpoint must be written at a time");
        }
        inFlight = CompletableFuture.supplyAsync(() -> written(snapshot, info), thread);
    }

    private CheckpointOutcome written(Snapshot snapshot, CheckpointInfo info) {
        long began = nanoTime.getAsLong();
        try {
            long bytes = store.write(snapshot, info);
            double seconds = (nanoTime.getAsLong() - began) * 1e-9;
            return new CheckpointSaved(info.steps(), info.reason(), bytes, seconds, clock.instant());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return new CheckpointFailed(info.steps(), e.toString());
        }
    }

    /** Ends the thread once nothing is being written: what follows may be the process's end. */
    @Override
    public void close() {
        settle();
        thread.shutdown();
    }
}
