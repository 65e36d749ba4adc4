package dev.equipoise.app.internal.doctor;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Table;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.engine.DeviceProbe;
import dev.equipoise.run.RunOptions;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what this machine has to run experiments on; loads every engine. */
@Command(
        name = "doctor",
        description = "Show engines, native libraries, threads and devices, and check that folders are writable.")
public final class DoctorCommand implements Subcommand {

    private final DeviceProbe probe;
    private final EngineCheck trial;
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Option(names = "--runs", paramLabel = "DIR", description = "Where runs would be written (default: runs).")
    private Path runs = RunOptions.defaults().runs();

    @Inject
    DoctorCommand(DeviceProbe probe, EngineCheck trial, Terminal terminal) {
        this.probe = probe;
        this.trial = trial;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = Diagnosis.make(probe, trial, runs);
        if (json) {
            terminal.out().println(JsonOutput.text(diagnosis));
        } else {
            print(diagnosis);
        }
        terminal.out().flush();
        return diagnosis.healthy() ? 0 : 1;
    }

    private void print(Diagnosis diagnosis) {
        section("machine", diagnosis.machine());
        Table engines = new Table("  ", "lll");
        for (Diagnosis.EngineState engine : diagnosis.engines()) {
            engines.row(engine.name(), "native library", engine.library());
            engines.row("", "loads", (engine.works() ? "yes: " : "NO: ") + engine.trial());
            engines.row("", "--device auto", engine.device());
        }
        terminal.out().println(terminal.bold("engines"));
        engines.lines().forEach(terminal.out()::println);
        section("GPUs", diagnosis.gpus());
        section("writable", diagnosis.writable());
    }

    private void section(String heading, Map<String, String> words) {
        Table table = new Table("  ", "ll");
        words.forEach(table::row);
        terminal.out().println(terminal.bold(heading));
        table.lines().forEach(terminal.out()::println);
    }
}
