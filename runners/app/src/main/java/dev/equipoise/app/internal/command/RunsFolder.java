package dev.equipoise.app.internal.command;

import dev.equipoise.run.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where a new run is written. */
final class RunsFolder {

    @Option(names = "--runs", paramLabel = "DIR", description = "Where runs are written (default: runs).")
    private Path path = RunOptions.defaults().runs();

    Path path() {
        return path;
    }
}
