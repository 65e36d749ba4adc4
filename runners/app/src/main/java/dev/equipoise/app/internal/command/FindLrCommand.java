package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.findlr.CurveFiles;
import dev.equipoise.app.internal.findlr.Finding;
import dev.equipoise.app.internal.findlr.LossCurve;
import dev.equipoise.app.internal.findlr.RangeTestPlan;
import dev.equipoise.app.internal.findlr.RangeTestSummary;
import dev.equipoise.app.internal.findlr.RateSweep;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.plan.Plans;
import dev.equipoise.run.ExitCode;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.Runner;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds a learning rate by a range test. That the loss explodes at its end is meant, and no failure. */
@Command(
        name = "find-lr",
        description = "Train an experiment for a few hundred steps while the learning rate rises, and suggest a rate.")
public final class FindLrCommand implements Subcommand {

    /** The unit of attributes that are learning rates. */
    private static final String RATE = "per step";

    private final Plans plans;
    private final Runner runner;
    private final Disk disk;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Candidates.Names.class,
            description = "Name or class of the experiment.")
    private String name = "";

    @Option(names = "--min", paramLabel = "RATE", description = "The first rate (default: ${DEFAULT-VALUE}).")
    private double min = 1e-6;

    @Option(names = "--max", paramLabel = "RATE", description = "The last rate (default: ${DEFAULT-VALUE}).")
    private double max = 1;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Steps from the first rate to the last, over as many epochs as needed (default: ${DEFAULT-VALUE}).")
    private int steps = 400;

    @Option(names = "--json", description = "Print JSON for programs; the output of the run goes to standard error.")
    private boolean json;

    @Mixin
    private OverrideOptions overrides = new OverrideOptions();

    @Mixin
    private RunsFolder runs = new RunsFolder();

    @Mixin
    private RunOptionsMixin options = new RunOptionsMixin();

    @Inject
    FindLrCommand(Plans plans, Runner runner, Disk disk, Terminal terminal) {
        this.plans = plans;
        this.runner = runner;
        this.disk = disk;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RateSweep sweep = sweep();
        ExperimentPlan plan = plans.plan(name, overrides.config(), overrides.overrides());
        LossCurve curve = new LossCurve(sweep);
        ExperimentPlan test = RangeTestPlan.of(plan, sweep, curve);
        RunReport report = runner.run(test, options.options(runs));
        if (report.status() == RunStatus.FAILED || report.status() == RunStatus.TERMINATED) {
            return report.exitCode();
        }
        List<String> written = new CurveFiles(disk, report.directory()).write(plan.name(), curve);
        BalancingStrategy<?> held = test.part(BalancingStrategy.class);
        OptionalDouble beta = first(held);
        if (json) {
            say(JsonOutput.text(RangeTestSummary.of(report, curve, beta, written, highest(plan))));
        } else {
            say("range test of " + plan.name() + ": " + curve.points().size() + " of " + steps + " steps, "
                    + held(beta, plan)
                    + (written.isEmpty()
                            ? ""
                            : "; the loss is in " + String.join(" and ", written) + " in " + report.directory()));
            tell(curve.finding(), plan, written);
        }
        terminal.out().flush();
        return curve.finding() instanceof Finding.Rate ? 0 : ExitCode.FAILURE.code();
    }

    private RateSweep sweep() {
        try {
            return new RateSweep(min, max, steps);
        } catch (IllegalArgumentException e) {
            if (command == null) {
                throw e;
            }
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static String held(OptionalDouble beta, ExperimentPlan plan) {
        boolean open = plan.part(BalancingStrategy.class) instanceof OpenLoop;
        return (beta.isPresent() ? "beta held at " + Numbers.significant(beta.getAsDouble()) : "prices held")
                + " (what the run " + (open ? "ends" : "begins") + " with)";
    }

    private static <S extends Record> OptionalDouble first(BalancingStrategy<S> held) {
        return held.effectiveBeta(0, held.initial());
    }

    private void tell(Finding found, ExperimentPlan plan, List<String> written) {
        if (found instanceof Finding.Rate suggestion) {
            String rate = String.format(Locale.ROOT, "%.1e", suggestion.rate());
            say("  suggestion: " + rate + ", where the loss had completed " + Numbers.percent(Finding.DONE)
                    + " of its fall");
            highest(plan).ifPresent(key -> say("  --set " + key + "=" + rate));
        } else if (found instanceof Finding.NoRate none) {
            say("  no suggestion: " + none.text()
                    + (written.isEmpty() ? "" : "; the curve is in " + written.get(written.size() - 1)));
        }
    }

    /** The key of the highest rate of the experiment's own learning rate; empty if no attribute says it. */
    private static Optional<String> highest(ExperimentPlan plan) {
        return plan.parts().stream()
                .filter(part -> part.role() == LearningRate.class)
                .flatMap(part -> part.values().entrySet().stream()
                        .filter(entry -> entry.getValue().unit().equals(RATE))
                        .max(Comparator.comparingDouble(entry -> number(entry.getValue())))
                        .map(entry -> part.key() + "." + entry.getKey())
                        .stream())
                .findFirst();
    }

    private static double number(ExperimentPlan.Value value) {
        return value.value() instanceof Number number ? number.doubleValue() : Double.NEGATIVE_INFINITY;
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
