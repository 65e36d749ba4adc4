package dev.equipoise.local.internal.machine;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether other processes take cores that the threads of a run want. Threads that work on one operation wait for one
 * another, so that one of them without a core delays all. It looks every {@link #INTERVAL} and warns once.
 */
public final class TakenCores {

    /** Time between two looks, which the reported use is a mean over. */
    static final Duration INTERVAL = Duration.ofSeconds(20);

    /** A longer time between two steps is a pause, in which others may do what they like. */
    private static final Duration PAUSE = INTERVAL.multipliedBy(3);

    /** So much of a core that was wanted must be taken. */
    private static final double WORTH_A_WORD = 0.5;

    private final CoreMeter meter;
    private final int threads;
    private final LongSupplier nanoTime;
    private @Nullable CoreUse before;
    private long beforeNanos;
    private boolean done;

    /**
     * Looks at the cores of a run that is about to train.
     *
     * @param threads with which the run trains on the cores
     */
    public TakenCores(CoreMeter meter, int threads, LongSupplier nanoTime) {
        this.meter = meter;
        this.threads = threads;
        this.nanoTime = nanoTime;
        done = threads < 2;
    }

    /** Called after every step: what a person should know, once in a run. */
    public Optional<String> look() {
        if (done) {
            return Optional.empty();
        }
        long nanos = nanoTime.getAsLong();
        if (before != null && nanos - beforeNanos < INTERVAL.toNanos()) {
            return Optional.empty();
        }
        CoreUse last = before;
        long passed = nanos - beforeNanos;
        before = meter.read().orElse(null);
        beforeNanos = nanos;
        if (before == null) {
            done = true;
            return Optional.empty();
        }
        return last == null || passed > PAUSE.toNanos() ? Optional.empty() : said(last, before, passed * 1e-9);
    }

    private Optional<String> said(CoreUse from, CoreUse to, double seconds) {
        double own = to.ownSeconds() - from.ownSeconds();
        double others = (to.busySeconds() - from.busySeconds() - own) / seconds;
        double taken = Math.min(threads, to.cores()) - (to.cores() - others);
        if (taken <= WORTH_A_WORD) {
            return Optional.empty();
        }
        done = true;
        return Optional.of(String.format(
                Locale.ROOT,
                "other processes used %.1f of %d cores over the last %.0f s, and this run trains with %d threads, which"
                        + " wait for one another; set OMP_NUM_THREADS=1 (docs/devices.md)",
                others,
                to.cores(),
                seconds,
                threads));
    }
}
