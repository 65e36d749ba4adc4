package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.rehearsal.Rehearsal;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.plan.Plans;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.Runner;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Inject
    RunCommand(Plans plans, Runner runner, Rehearsal rehearsal) {
        this.plans = plans;
        this.runner = runner;
        this.rehearsal = rehearsal;
    }

    @Override
    public Integer call() {
        RunOptions how = options.options(runs);
        ExperimentPlan plan = plans.plan(name, overrides.config(), overrides.overrides());
        if (dryRun) {
            rehearsal.of(plan, how);
            return 0;
        }
        return runner.run(plan, how).exitCode();
    }
}
