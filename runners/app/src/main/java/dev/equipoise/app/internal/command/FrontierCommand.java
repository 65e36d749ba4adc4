package dev.equipoise.app.internal.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.saved.Frontier;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import dev.equipoise.local.SavedEvaluations;
import dev.equipoise.local.SavedModels;
import dev.equipoise.plan.Plans;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Evaluates a model that was trained for many betas at each of them. */
@Command(
        name = "frontier",
        description = "Evaluate a multi-rate run's model at betas between its bounds, on its validation split or on new"
                + " examples: squared error, KL, active units.")
public final class FrontierCommand implements Subcommand {

    private final Disk disk;
    private final Plans plans;
    private final SavedModels models;
    private final SavedEvaluations evaluations;
    private final Terminal terminal;

    @Mixin
    private SavedModelMixin asked = new SavedModelMixin();

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "How many betas, at equal ratios from the lowest to the highest (default: ${DEFAULT-VALUE}).")
    private int points = 10;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write the curve as a table.")
    private @Nullable Path csv;

    @Option(names = "--png", paramLabel = "FILE", description = "Also draw the squared error over KL.")
    private @Nullable Path png;

    @Spec
    private @Nullable CommandSpec command;

    @Inject
    FrontierCommand(Disk disk, Plans plans, SavedModels models, SavedEvaluations evaluations, Terminal terminal) {
        this.disk = disk;
        this.plans = plans;
        this.models = models;
        this.evaluations = evaluations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (points < 2 || points > 1_000) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--points must be between 2 and 1000, got " + points);
        }
        SavedModelMixin.Asked saved = asked.read(disk, plans, models);
        List<Double> betas = SavedEvaluations.rates(saved.plan()).points(points);
        Frontier frontier =
                Frontier.of(betas, evaluations.at(betas, saved.plan(), saved.model(), asked.data(), saved.options()));
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("experiment", saved.plan().name());
            node.put("run", saved.model().run());
            node.put("steps", saved.model().steps());
            node.putPOJO("points", frontier.points());
            terminal.out().println(JsonOutput.text(node));
        } else {
            terminal.out().println(asked.named(saved));
            frontier.table().lines().forEach(terminal.out()::println);
        }
        terminal.out().flush();
        if (csv != null) {
            WholeFile.write(disk, csv, frontier.csv());
        }
        if (png != null) {
            byte[] picture = frontier.png(saved.plan().name());
            WholeFile.write(disk, png, out -> out.write(ByteBuffer.wrap(picture)));
        }
        return 0;
    }
}
