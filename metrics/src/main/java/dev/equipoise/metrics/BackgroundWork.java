package dev.equipoise.metrics;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The periodic work of monitoring, on one thread that does not delay training. */
final class BackgroundWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "metrics-background");
        made.setDaemon(true);
        return made;
    });

    /** Does the work at once, and repeats it after a pause, as long as it returns true. */
    void every(Duration pause, BooleanSupplier work) {
        schedule(Duration.ZERO, pause, work);
    }

    private void schedule(Duration delay, Duration pause, BooleanSupplier work) {
        try {
            Future<?> unused = thread.schedule(
                    () -> {
                        if (again(work)) {
                            schedule(pause, pause, work);
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("closed", e);
        }
    }

    private static boolean again(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debug("work beside the training failed", e);
            return true;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
