package dev.equipoise.local.ending;

import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM, Ctrl-C, a closed terminal and SIGUSR1 during a run. The first signal asks the run to save a
 * checkpoint and end; the second ends the process at once. The process also ends if the run does not reach its next
 * step in time. Older checkpoints stay complete in each case.
 */
@Singleton
public final class Termination {

    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static final Duration GRACE = Duration.ofSeconds(25);

    /** SIGUSR2 belongs to the virtual machine. If nohup ignores SIGHUP, it stays ignored. */
    private static final List<String> SIGNALS =
            File.separatorChar == '\\' ? List.of("TERM", "INT") : List.of("TERM", "INT", "HUP", "USR1");

    private final StopRequest stop;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Duration grace;

    @Inject
    public Termination(StopRequest stop) {
        this(stop, GRACE);
    }

    /** @param grace time from the first signal until the process ends, even if the run has not ended */
    Termination(StopRequest stop, Duration grace) {
        this.stop = stop;
        this.grace = grace;
    }

    /**
     * Does the work and handles signals during it. It is called for one run at a time, so that signals reach the run
     * that trains.
     */
    public <T> T during(Supplier<T> work) {
        List<Runnable> undo = new ArrayList<>();
        try {
            for (String name : SIGNALS) {
                undo.add(Signals.hear(name, () -> received(name)));
            }
        } catch (IllegalStateException e) {
            LOG.warn(
                    "this process cannot handle signals ({}): if a signal ends it, it saves no final checkpoint",
                    e.getMessage());
        }
        try {
            return work.get();
        } finally {
            undo.forEach(Runnable::run);
        }
    }

    private void received(String signal) {
        if (signalled.getAndSet(true)) {
            Runtime.getRuntime().halt(RunStatus.TERMINATED.exitCode());
        }
        LOG.warn(
                "SIG{}: the run saves a checkpoint at its next step, if it takes checkpoints, and ends within {} s;"
                        + " a second signal ends it at once",
                signal,
                grace.toSeconds());
        stop.make();
        Thread deadline = new Thread(this::haltAfterGrace, "equipoise-deadline");
        deadline.setDaemon(true);
        deadline.start();
    }

    private void haltAfterGrace() {
        try {
            Thread.sleep(grace.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(RunStatus.TERMINATED.exitCode());
    }

    /**
     * If a signal was received, ends the process as the signal would have, or with the exit code of a run that ended
     * badly.
     */
    public void exitIfAsked(RunReport report) {
        if (signalled.get()) {
            System.exit(report.exitCode() == 0 ? RunStatus.TERMINATED.exitCode() : report.exitCode());
        }
    }
}
