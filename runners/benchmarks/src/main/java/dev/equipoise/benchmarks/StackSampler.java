package dev.equipoise.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a thread's stack every two milliseconds and counts where it stands: in a call of the engine (DJL or its
 * natives lie above our code) or in our own code, what that calls in the JDK and in other libraries included.
 */
final class StackSampler implements AutoCloseable {

    private static final long INTERVAL = 2_000_000;

    private final Thread watcher = new Thread(this::watch, "stack-sampler");
    private volatile @Nullable Thread watched;
    private volatile boolean open = true;
    private long own;
    private long all;

    StackSampler() {
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Watches a thread from now on, or none. */
    void sample(@Nullable Thread thread) {
        watched = thread;
    }

    /** The share of samples in our own code, from 0 to 1; not a number if there was none. */
    double share() {
        return (double) own / all;
    }

    @Override
    public void close() {
        open = false;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (open) {
            LockSupport.parkNanos(INTERVAL);
            Thread thread = watched;
            if (thread != null) {
                count(thread.getStackTrace());
            }
        }
    }

    private void count(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.startsWith("ai.djl.") || type.startsWith("com.sun.jna.")) {
                all++;
                return;
            }
            if (type.startsWith("dev.equipoise.")) {
                all++;
                own++;
                return;
            }
        }
    }
}
