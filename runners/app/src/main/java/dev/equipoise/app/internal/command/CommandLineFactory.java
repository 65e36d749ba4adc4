package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.run.ExitCode;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Assembles the command line from the commands that modules contribute, and tells failures in one line each. */
public final class CommandLineFactory {

    private static final List<String> FIRST =
            List.of("list", "describe", "parts", "run", "find-lr", "doctor", "completion");

    private final Set<Subcommand> commands;
    private final Terminal terminal;
    private final Candidates candidates;

    @Inject
    CommandLineFactory(Set<Subcommand> commands, Terminal terminal, Candidates candidates) {
        this.commands = commands;
        this.terminal = terminal;
        this.candidates = candidates;
    }

    /** The command line; its {@code execute} returns the exit code. */
    public CommandLine commandLine() {
        CommandLine line =
                new CommandLine(new RootCommand()).setOut(terminal.out()).setErr(terminal.err());
        commands.stream()
                .map(command -> new CommandLine(command, candidates))
                .sorted(Comparator.comparingInt(CommandLineFactory::place).thenComparing(CommandLine::getCommandName))
                .forEach(command -> line.addSubcommand(command.getCommandName(), command));
        // Set on the whole tree, so after the subcommands.
        return line.registerConverter(Path.class, UnnameableFile::path)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(this::usage)
                .setExecutionExceptionHandler(this::failure);
    }

    private static int place(CommandLine command) {
        int place = FIRST.indexOf(command.getCommandName());
        return place < 0 ? FIRST.size() : place;
    }

    private int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        terminal.err().println(failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, terminal.err());
        terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        terminal.err().flush();
        return ExitCode.USAGE.code();
    }

    private int failure(Exception failure, CommandLine command, ParseResult arguments) {
        return FailureMessage.tell(failure, terminal, RootCommand.stacktraces(command));
    }
}
