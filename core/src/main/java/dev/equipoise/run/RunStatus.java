package dev.equipoise.run;

import java.util.Locale;

/** How a run ended. */
public enum RunStatus {
    /** All epochs were trained. */
    COMPLETED(ExitCode.DONE),
    /** A stopping rule ended it. */
    STOPPED(ExitCode.DONE),
    /** It was asked to end, by a signal or a program. */
    TERMINATED(ExitCode.TERMINATED),
    /** The loss or the gradient became non-finite. */
    DIVERGED(ExitCode.DIVERGED),
    /** Anything else. */
    FAILED(ExitCode.FAILURE);

    private final ExitCode exitCode;

    RunStatus(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the command line. */
    public int exitCode() {
        return exitCode.code();
    }

    /** The status as files, labels and messages name it, such as "completed". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
