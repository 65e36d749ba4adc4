package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.plan.PlanDescription;
import dev.equipoise.app.internal.plan.PlanText;
import dev.equipoise.plan.Plans;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what an experiment would run. */
@Command(
        name = "describe",
        description = "Show every key, value, unit and origin of an experiment, its balance and its layers.")
public final class DescribeCommand implements Subcommand {

    private final Plans plans;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Candidates.Names.class,
            description = "Name or class of the experiment.")
    private String name = "";

    @Mixin
    private OverrideOptions overrides = new OverrideOptions();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Inject
    DescribeCommand(Plans plans, Terminal terminal) {
        this.plans = plans;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PlanDescription plan = PlanDescription.of(plans.plan(name, overrides.config(), overrides.overrides()));
        if (json) {
            terminal.out().println(JsonOutput.text(plan));
            terminal.out().flush();
        } else {
            new PlanText(terminal).print(plan);
        }
        return 0;
    }
}
