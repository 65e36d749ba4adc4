package dev.equipoise.app.command;

import com.google.inject.ProvisionException;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.run.OutOfMemory;

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
        return ExitCodes.of(failure);
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        if (ExitCodes.of(failure) == OutOfMemory.EXIT_CODE) {
            return OutOfMemory.advice(failure);
        }
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
