package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where a command writes, in the run's directory if nothing is said, and what it may replace. */
final class OutputFolder {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: a folder with the name of the command in the run's directory).")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace the files of an earlier call in the same directory.")
    private boolean overwrite;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Path in(Path run) {
        return out == null ? run.resolve(Objects.requireNonNull(command).name()) : out;
    }

    /** @throws ParameterException if one of these files exists, and may not be replaced */
    void requireNothingLost(Path folder, List<Path> files) {
        List<String> there = files.stream()
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .map(file -> file.getFileName().toString())
                .toList();
        if (!overwrite && !there.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    folder + " already has " + String.join(", ", there)
                            + "; choose another folder with --out, or replace these files with --overwrite");
        }
    }

    /** Names the files that were written. */
    static void list(Terminal terminal, List<Path> files) throws IOException {
        for (Path file : files) {
            terminal.out().println("  " + file + "  " + Numbers.grouped(Files.size(file)) + " bytes");
        }
    }
}
