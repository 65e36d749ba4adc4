package dev.equipoise.app.internal.command;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads {@code --classpath} alone, because commands themselves may come from there. */
@Command
public final class ClassPathOption {

    static final String NAME = "--classpath";

    @Option(names = NAME)
    private @Nullable List<String> paths;

    private ClassPathOption() {}

    /** The folders and jars that the arguments name. */
    public static List<Path> in(String... arguments) {
        ClassPathOption option = new ClassPathOption();
        CommandLine line = new CommandLine(option).setUnmatchedArgumentsAllowed(true);
        line.getCommandSpec().parser().collectErrors(true);
        line.parseArgs(arguments);
        List<String> paths = option.paths == null ? List.of() : option.paths;
        return paths.stream()
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }
}
