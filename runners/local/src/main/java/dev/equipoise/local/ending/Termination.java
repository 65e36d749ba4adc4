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
 * SIGTERM, Ctrl-C, a closed terminal and SIGUSR1 while a run goes on: the first asks it for a checkpoint, if it takes any, and its end, the second ends the process at
 * once. So does the time, for a run that does not come to its next step: older checkpoints are whole whenever that is.
 */
@Singleton
public final class Termination {

    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static final Duration GRACE = Duration.ofSeconds(25);

    /** SIGUSR2 is the virtual machine's own. A SIGHUP that nohup ignores stays ignored. */
    private static final List<String> SIGNALS =
            File.separatorChar == '\\' ? List.of("TERM", "INT") : List.of("TERM", "INT", "HUP", "USR1");

    private final StopRequest stop;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Duration grace;

    @Inject
    public Termination(StopRequest stop) {
        this(stop, GRACE);
    }

    /** @param grace from the first signal until the process ends, wherever the run is */
    Termination(StopRequest stop, Duration grace) {
        this.stop = stop;
        this.grace = grace;
    }

    /** Does the work, and hears the signals meanwhile: called where runs take turns, so that they reach the one that trains. */
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

    /** Ends the process, as the signal would have, if one was received; with the run's own code where it ended badly. */
    public void exitIfAsked(RunReport report) {
        if (signalled.get()) {
            System.exit(report.exitCode() == 0 ? RunStatus.TERMINATED.exitCode() : report.exitCode());
        }
    }
}
