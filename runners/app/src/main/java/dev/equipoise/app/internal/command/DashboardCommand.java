package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.endpoint.TargetFile;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import dev.equipoise.run.ExitCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes what a person copies to watch runs from Grafana and to be told of what goes wrong. */
@Command(
        name = "dashboard",
        description = "Write Grafana dashboards, Prometheus alerts, and the files that start both.")
public final class DashboardCommand implements Subcommand {

    private final Terminal terminal;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Output folder; created if it does not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Folder of the runs to watch; ${DEFAULT-VALUE} by default.")
    private Path runs = Path.of("runs");

    @Option(
            names = "--targets",
            paramLabel = "DIR",
            description = "Folder of the runs' target files, if their configuration sets one; " + TargetFile.FOLDER
                    + " in the folder of runs by default.")
    private @Nullable Path targets;

    @Option(names = "--force", description = "Overwrite files that were changed.")
    private boolean force;

    @Inject
    DashboardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path found = targets == null ? runs.resolve(TargetFile.FOLDER) : targets;
        MonitoringFiles files = MonitoringFiles.of(found, Tempo.NORMAL);
        List<String> changed = files.changedIn(out);
        if (!changed.isEmpty() && !force) {
            terminal.err()
                    .println("these files in " + out + " differ from what would be written: "
                            + String.join(", ", changed)
                            + "; save your changes elsewhere and use --force, or use another --out");
            terminal.err().flush();
            return ExitCode.FAILURE.code();
        }
        // Docker would make the folder as root, and no run could write there.
        Files.createDirectories(found);
        files.writeTo(out);
        files.texts().keySet().forEach(file -> terminal.out().println(out.resolve(file)));
        changed.forEach(file -> terminal.out().println("overwrote your changes in: " + file));
        terminal.out().println();
        terminal.out().println("cd " + out + " && docker compose up -d     # then http://127.0.0.1:3000");
        terminal.out().flush();
        return 0;
    }
}
