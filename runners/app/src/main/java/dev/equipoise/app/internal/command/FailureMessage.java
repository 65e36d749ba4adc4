package dev.equipoise.app.internal.command;

import com.google.inject.ProvisionException;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.run.ExitCode;
import dev.equipoise.run.OutOfMemory;
import java.util.Optional;

/** Tells a person what ended a command, without a stack trace unless asked for one. */
public final class FailureMessage {

    private FailureMessage() {}

    /** Tells it on the terminal's second stream; the exit code. */
    public static int tell(Throwable thrown, Terminal terminal, boolean stacktrace) {
        Throwable failure =
                thrown instanceof ProvisionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        terminal.err().println(words(failure));
        if (stacktrace) {
            failure.printStackTrace(terminal.err());
        } else if (!ExitCodes.expected(failure)) {
            terminal.err().println("(--stacktrace shows where)");
        }
        terminal.err().flush();
        return ExitCodes.of(failure).code();
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        if (ExitCodes.of(failure) == ExitCode.OUT_OF_MEMORY) {
            return OutOfMemory.advice(failure);
        }
        Optional<String> unnameable = UnnameableFile.advice(failure);
        if (unnameable.isPresent()) {
            return unnameable.orElseThrow();
        }
        String outer = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        Throwable root = root(failure);
        return missing(root)
                .or(() -> ExitCodes.expected(failure) ? Optional.empty() : Optional.of(String.valueOf(root)))
                .filter(cause -> root != failure && !outer.contains(String.valueOf(root.getMessage())))
                .map(cause -> outer + ": " + cause)
                .orElse(missing(failure).orElse(outer));
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The class that is not on the class path. */
    private static Optional<String> missing(Throwable failure) {
        boolean names = String.valueOf(failure.getMessage()).matches("[\\w/.$]+");
        return names && (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException)
                ? Optional.of(
                        "the class " + String.valueOf(failure.getMessage()).replace('/', '.')
                                + " is not on the class path; add the jar that contains it")
                : Optional.empty();
    }
}
