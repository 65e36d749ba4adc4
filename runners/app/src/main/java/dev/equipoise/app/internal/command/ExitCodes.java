package dev.equipoise.app.internal.command;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.engine.DeviceUnavailableException;
import dev.equipoise.metrics.endpoint.InvalidMonitoringException;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.plan.UnknownExperimentException;
import dev.equipoise.plan.UnknownPartException;
import dev.equipoise.run.DirectoryInUseException;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.OutOfMemory;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the process ends with: 0 done, 1 failure, 2 usage (an unknown experiment or part, a monitoring that cannot be and a file that the locale cannot name, too), 64
 * invalid experiment, 65 bad data or incompatible resume, 70 diverged, 71 out of memory, 73 directory in use, 74 I/O, 143
 * terminated.
 */
public final class ExitCodes {

    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int INVALID_EXPERIMENT = 64;
    static final int BAD_DATA = 65;
    static final int INCOMPATIBLE = 65;
    static final int IN_USE = 73;
    static final int INPUT_OUTPUT = 74;

    private ExitCodes() {}

    /** The code of what ended a command. */
    public static int of(Throwable failure) {
        if (OutOfMemory.isCauseOf(failure)) {
            return OutOfMemory.EXIT_CODE;
        }
        if (failure instanceof UnknownExperimentException
                || failure instanceof UnknownPartException
                || failure instanceof InvalidMonitoringException
                || UnnameableFile.advice(failure).isPresent()) {
            return USAGE;
        }
        if (failure instanceof DataFormatException || failure.getCause() instanceof DataFormatException) {
            return BAD_DATA;
        }
        if (failure instanceof IncompatibleResumeException) {
            return INCOMPATIBLE;
        }
        if (failure instanceof DirectoryInUseException) {
            return IN_USE;
        }
        if (failure instanceof InvalidExperimentException || failure instanceof InvalidPartException) {
            return INVALID_EXPERIMENT;
        }
        return failure instanceof UncheckedIOException || failure instanceof IOException ? INPUT_OUTPUT : FAILURE;
    }

    /** Whether a stack trace would only hide what the message says. */
    static boolean expected(Throwable failure) {
        return failure instanceof DeviceUnavailableException
                || of(failure) == USAGE
                || of(failure) == INVALID_EXPERIMENT
                || of(failure) == BAD_DATA
                || of(failure) == IN_USE;
    }
}
