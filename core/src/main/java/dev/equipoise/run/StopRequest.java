package dev.equipoise.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a run to save a checkpoint and end at its next step. It can be made from any thread, such as that of a signal.
 */
public final class StopRequest {

    private final CountDownLatch made = new CountDownLatch(1);

    /** Asks. */
    public void make() {
        made.countDown();
    }

    /** Whether it was asked. */
    public boolean isMade() {
        return made.getCount() == 0;
    }

    /** Waits until a stop is requested or the time is over. Returns whether it was requested. */
    public boolean await(Duration time) throws InterruptedException {
        return made.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
