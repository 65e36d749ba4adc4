package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        description =
                "Print a completion script for bash and zsh: source <(equipoise completion). It completes the experiments,"
                        + " parts and keys on the class path and in --classpath.")
public final class CompletionCommand implements Subcommand {

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec command;

    @Inject
    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (command == null) {
            throw new IllegalStateException("the command must be called through the command line");
        }
        terminal.out().print(AutoComplete.bash("equipoise", command.root().commandLine()));
        terminal.out().flush();
        return 0;
    }
}
