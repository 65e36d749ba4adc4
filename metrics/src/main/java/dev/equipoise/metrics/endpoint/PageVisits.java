package dev.equipoise.metrics.endpoint;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether somebody has the page open when the run ends, and whether its last state was sent to them. */
final class PageVisits {
    private final CountDownLatch lastSent = new CountDownLatch(1);
    private volatile boolean any;
    private volatile long askedNanos;
    private volatile boolean over;
    private volatile boolean awaited;

    /** The page is asked for, and is not rendered yet; what must be done once it is sent. */
    Runnable asked() {
        askedNanos = System.nanoTime();
        any = true;
        return over ? lastSent::countDown : () -> {};
    }

    /** Every page that is asked for from now on shows the end. Who asked within this time is expected to ask again. */
    void end(Duration recent) {
        awaited = any && System.nanoTime() - askedNanos <= recent.toNanos();
        over = true;
    }

    /** Waits until the end was seen or the time is over; whether nobody waits for it any more. */
    boolean awaitLast(Duration time) throws InterruptedException {
        return !awaited || lastSent.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
