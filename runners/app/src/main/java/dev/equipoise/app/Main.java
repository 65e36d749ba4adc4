package dev.equipoise.app;

import dev.equipoise.app.internal.command.ClassPathOption;
import dev.equipoise.app.internal.command.CommandLineFactory;
import dev.equipoise.app.internal.command.FailureMessage;
import dev.equipoise.app.internal.console.Invocations;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.plan.ClassPath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command line. */
public final class Main {

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(Terminal.system(System.getenv()), arguments));
    }

    /** Runs one command; the exit code. */
    static int run(Terminal terminal, String... arguments) {
        try {
            List<Path> extra = ClassPathOption.in(arguments);
            return Application.injector(
                            ClassPath.with(extra, Main.class.getClassLoader()), terminal, Invocations.here(extra))
                    .getInstance(CommandLineFactory.class)
                    .commandLine()
                    .execute(arguments);
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            return FailureMessage.tell(e, terminal, Arrays.asList(arguments).contains("--stacktrace"));
        }
    }
}
