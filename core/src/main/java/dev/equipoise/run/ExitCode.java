package dev.equipoise.run;

/** The exit codes of the process. Those from 64 to 74 have the meaning that BSD's {@code sysexits.h} gives them. */
public enum ExitCode {
    DONE(0),
    FAILURE(1),
    /** A wrong command line: an unknown experiment or part, wrong settings of monitoring, a name that the locale lacks. */
    USAGE(2),
    INVALID_EXPERIMENT(64),
    /** Data in a wrong format, or a checkpoint of another experiment. */
    BAD_DATA(65),
    DIVERGED(70),
    OUT_OF_MEMORY(71),
    DIRECTORY_IN_USE(73),
    INPUT_OUTPUT(74),
    /** SIGTERM, as shells count it. */
    TERMINATED(143);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
