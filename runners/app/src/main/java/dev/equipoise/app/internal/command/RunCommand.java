package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.rehearsal.Rehearsal;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.plan.Plans;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.Runner;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains an experiment. */
@Command(name = "run", description = "Train an experiment.")
public final class RunCommand implements Subcommand {

    private final Plans plans;
    private final Runner runner;
    private final Rehearsal rehearsal;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Candidates.Names.class,
            description = "Name or class of the experiment.")
    private String name = "";

    @Mixin
    private OverrideOptions overrides = new OverrideOptions();

    @Mixin
    private RunsFolder runs = new RunsFolder();

    @Mixin
    private RunOptionsMixin options = new RunOptionsMixin();

    @Option(
            names = "--dry-run",
            description = "Do everything except training: read, load, preprocess, build, describe.")
    private boolean dryRun;

    @Option(
            names = "--init-from",
            paramLabel = "DIR|latest",
            converter = RunConverter.class,
            description =
                    "Start from the weights of another run's last checkpoint (averaged, if that run averages them); steps,"
                            + " optimizer and strategy start anew.")
    private @Nullable Path initFrom;

    @Option(
            names = "--init-only",
            paramLabel = "NETWORK",
            description = "Take only the encoder or the decoder of --init-from.")
    private RunOptions.@Nullable Network initOnly;

    @Spec
    private @Nullable CommandSpec command;

    @Inject
    RunCommand(Plans plans, Runner runner, Rehearsal rehearsal) {
        this.plans = plans;
        this.runner = runner;
        this.rehearsal = rehearsal;
    }

    @Override
    public Integer call() {
        RunOptions how = borrowing(options.options(runs));
        ExperimentPlan plan = plans.plan(name, overrides.config(), overrides.overrides());
        if (dryRun) {
            rehearsal.of(plan, how);
            return 0;
        }
        return runner.run(plan, how).exitCode();
    }

    private RunOptions borrowing(RunOptions plain) {
        if (initFrom != null) {
            return plain.startingFrom(new RunOptions.Borrowed(initFrom, Optional.ofNullable(initOnly)));
        }
        if (initOnly != null) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--init-only needs --init-from DIR, the run whose "
                            + initOnly.toString().toLowerCase(Locale.ROOT) + " is taken");
        }
        return plain;
    }
}
