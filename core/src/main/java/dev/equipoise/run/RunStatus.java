package dev.equipoise.run;

/** How a run ended. */
public enum RunStatus {
    /** All epochs were trained. */
    COMPLETED(0),
    /** A stopping rule ended it. */
    STOPPED(0),
    /** It was asked to end. */
    TERMINATED(143),
    /** The loss or the gradient became non-finite. */
    DIVERGED(70),
    /** Anything else. */
    FAILED(1);

    private final int exitCode;

    RunStatus(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the command line. */
    public int exitCode() {
        return exitCode;
    }
}
