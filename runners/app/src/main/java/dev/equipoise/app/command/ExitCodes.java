package dev.equipoise.app.command;

import dev.equipoise.app.plan.UnknownExperimentException;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.engine.DeviceUnavailableException;
import dev.equipoise.experiment.InvalidExperimentException;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the process ends with: 0 done, 1 failure, 2 usage (an unknown experiment too), 64 invalid experiment, 65 bad data,
 * 70 diverged, 71 out of memory, 74 I/O, 143 terminated.
 */
public final class ExitCodes {

    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int INVALID_EXPERIMENT = 64;
    static final int BAD_DATA = 65;
    static final int OUT_OF_MEMORY = 71;
    static final int INPUT_OUTPUT = 74;

    private static final int DEEPEST_CAUSE = 20;

    private ExitCodes() {}

    /** The code of what ended a command. */
    public static int of(Throwable failure) {
        if (causes(failure).anyMatch(ExitCodes::outOfMemory)) {
            return OUT_OF_MEMORY;
        }
        if (failure instanceof UnknownExperimentException) {
            return USAGE;
        }
        if (failure instanceof DataFormatException || failure.getCause() instanceof DataFormatException) {
            return BAD_DATA;
        }
        if (failure instanceof InvalidExperimentException || failure instanceof InvalidPartException) {
            return INVALID_EXPERIMENT;
        }
        return failure instanceof UncheckedIOException || failure instanceof IOException ? INPUT_OUTPUT : FAILURE;
    }

    /** The code of a run that told its end itself. */
    public static int of(RunReport report) {
        return report.status() == RunStatus.FAILED
                        && report.reason().filter(ExitCodes::tellsOfMemory).isPresent()
                ? OUT_OF_MEMORY
                : report.status().exitCode();
    }

    /** Whether a stack trace would only hide what the message says. */
    static boolean expected(Throwable failure) {
        return failure instanceof DeviceUnavailableException
                || of(failure) == USAGE
                || of(failure) == INVALID_EXPERIMENT
                || of(failure) == BAD_DATA;
    }

    private static boolean outOfMemory(Throwable cause) {
        return cause instanceof OutOfMemoryError || tellsOfMemory(cause.getMessage());
    }

    /** Engines tell of it in words alone. */
    private static boolean tellsOfMemory(@Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return words.contains("out of memory")
                || words.contains("outofmemory")
                || words.contains("bad_alloc")
                || words.contains("not enough memory")
                || words.contains("memory allocation failed");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, ExitCodes::cause)
                .limit(DEEPEST_CAUSE);
    }

    @SuppressWarnings("NullAway") // the end of the chain, which the stream's condition meets
    private static Throwable cause(Throwable failure) {
        return failure.getCause();
    }
}
