package dev.equipoise.app.internal.command;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line without a command: options that every command has. */
@Command(
        name = "equipoise",
        description = "Trains variational autoencoders and keeps reconstruction loss and KL divergence in balance.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = RootCommand.Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Runnable {

    private static final String STACKTRACE = "--stacktrace";

    @Spec
    private @Nullable CommandSpec command;

    /** Read by {@link ClassPathOption} before the application is assembled; stands here to be known and described. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = ClassPathOption.NAME,
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "Folders and jars of experiments and parts, separated as in a class path.")
    private @Nullable List<String> classPath;

    @Option(names = STACKTRACE, scope = ScopeType.INHERIT, description = "Show where a failure happened.")
    private boolean stacktrace;

    static boolean stacktraces(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof RootCommand root && root.stacktrace;
    }

    @Override
    public void run() {
        if (command != null) {
            throw new ParameterException(command.commandLine(), "a command is missing");
        }
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "equipoise "
                        + Optional.ofNullable(RootCommand.class.getPackage().getImplementationVersion())
                                .orElse("development")
            };
        }
    }
}
