package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.MovedSchedules;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.plan.Plans;
import dev.equipoise.plan.SavedPlan;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.Runner;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a run from its newest checkpoint. */
@Command(
        name = "resume",
        description = "Continue a run from its newest checkpoint, with the same result as without the interruption.")
public final class ResumeCommand implements Subcommand {

    private final Disk disk;
    private final Plans plans;
    private final Runner runner;
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR|latest", converter = RunConverter.class, description = RunConverter.DESCRIPTION)
    private Path directory = Path.of("");

    @Option(
            names = "--accept",
            paramLabel = "KEY",
            split = ",",
            description =
                    "Accept that this value differs from the checkpoint's, such as experiment.epochs; \"code\" accepts changed code of"
                            + " any part.")
    private List<String> accepted = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = SettingConverter.class,
            description = "Change a value of the run, such as experiment.epochs=40; this also needs --accept KEY.")
    private List<Setting> settings = List.of();

    @Mixin
    private RunOptionsMixin options = new RunOptionsMixin();

    @Inject
    ResumeCommand(Disk disk, Plans plans, Runner runner, Terminal terminal) {
        this.terminal = terminal;
        this.disk = disk;
        this.plans = plans;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        SavedPlan saved = SavedPlan.read(disk, directory);
        ExperimentPlan plan = plans.again(saved, settings);
        List<String> moved = plans.asLongAsBegun(saved, settings)
                .map(before -> MovedSchedules.between(before, plan))
                .orElse(List.of());
        moved.forEach(terminal.err()::println);
        terminal.err().flush();
        RunOptions how = options.options(directory.resolve("../.."), saved.engine());
        return runner.resume(plan, how, directory, Set.copyOf(accepted)).exitCode();
    }
}
