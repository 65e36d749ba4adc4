package dev.equipoise.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * The only thread of this process that uses engines. MXNet leaks 5 MB for every thread that uses it and ends, and
 * PyTorch allows one gradient collector per process. The runs of a process are therefore executed one at a time on this
 * thread.
 */
public final class EngineThread {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(Worker::new);

    private EngineThread() {}

    /**
     * Does the work on that thread and waits for the result. Its exceptions are thrown here. If the caller is that
     * thread, the work is done at once.
     */
    public static <T> T call(Callable<T> work) {
        return call(work, () -> "work that has begun there runs to its end");
    }

    /**
     * The same, and the waiting thread may be interrupted. Work that has not begun is then cancelled.
     *
     * @param onInterrupt asks work that has begun to end, and describes the consequence
     */
    public static <T> T call(Callable<T> work, Supplier<String> onInterrupt) {
        FutureTask<T> result = new FutureTask<>(work);
        if (Thread.currentThread() instanceof Worker) {
            result.run();
        } else {
            THREAD.execute(result);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            // Its thread is never interrupted: that would close every file it writes to.
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while waiting for the engine's thread: " + onInterrupt.get(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static final class Worker extends Thread {

        Worker(Runnable work) {
            super(work, "equipoise-engine");
            setDaemon(true);
        }
    }
}
