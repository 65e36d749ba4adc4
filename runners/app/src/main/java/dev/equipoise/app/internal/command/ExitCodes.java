package dev.equipoise.app.internal.command;

import com.google.common.collect.Sets;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.engine.DeviceUnavailableException;
import dev.equipoise.metrics.endpoint.InvalidMonitoringException;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.plan.UnknownExperimentException;
import dev.equipoise.plan.UnknownPartException;
import dev.equipoise.run.ExitCode;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.OutOfMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Which failure ends the process with which exit code. */
public final class ExitCodes {

    private static final Set<ExitCode> EXPECTED = Sets.immutableEnumSet(
            ExitCode.USAGE, ExitCode.INVALID_EXPERIMENT, ExitCode.BAD_DATA, ExitCode.DIRECTORY_IN_USE);

    private ExitCodes() {}

    /** The code of what ended a command. */
    public static ExitCode of(Throwable failure) {
        if (OutOfMemory.isCauseOf(failure)) {
            return ExitCode.OUT_OF_MEMORY;
        }
        if (failure instanceof UnknownExperimentException
                || failure instanceof UnknownPartException
                || failure instanceof InvalidMonitoringException
                || UnnameableFile.advice(failure).isPresent()) {
            return ExitCode.USAGE;
        }
        if (failure instanceof DataFormatException || failure.getCause() instanceof DataFormatException) {
            return ExitCode.BAD_DATA;
        }
        if (failure instanceof IncompatibleResumeException) {
            return ExitCode.BAD_DATA;
        }
        if (failure instanceof DirectoryInUseException) {
            return ExitCode.DIRECTORY_IN_USE;
        }
        if (failure instanceof InvalidExperimentException || failure instanceof InvalidPartException) {
            return ExitCode.INVALID_EXPERIMENT;
        }
        return failure instanceof UncheckedIOException || failure instanceof IOException
                ? ExitCode.INPUT_OUTPUT
                : ExitCode.FAILURE;
    }

    /** Whether a stack trace would only hide what the message says. */
    static boolean expected(Throwable failure) {
        return failure instanceof DeviceUnavailableException || EXPECTED.contains(of(failure));
    }
}
