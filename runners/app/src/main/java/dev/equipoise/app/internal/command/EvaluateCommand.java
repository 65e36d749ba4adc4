package dev.equipoise.app.internal.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.saved.SplitTable;
import dev.equipoise.disk.Disk;
import dev.equipoise.local.EvaluatedModel;
import dev.equipoise.local.SavedEvaluations;
import dev.equipoise.local.SavedModels;
import dev.equipoise.plan.Plans;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates the model of a checkpoint as its run did at its end. */
@Command(
        name = "evaluate",
        description =
                "Evaluate a run's model on its own splits, or on new examples: squared error, KL, ELBO, active units.")
public final class EvaluateCommand implements Subcommand {

    private final Disk disk;
    private final Plans plans;
    private final SavedModels models;
    private final SavedEvaluations evaluations;
    private final Terminal terminal;

    @Mixin
    private SavedModelMixin asked = new SavedModelMixin();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Inject
    EvaluateCommand(Disk disk, Plans plans, SavedModels models, SavedEvaluations evaluations, Terminal terminal) {
        this.disk = disk;
        this.plans = plans;
        this.models = models;
        this.evaluations = evaluations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SavedModelMixin.Asked saved = asked.read(disk, plans, models);
        EvaluatedModel evaluated = evaluations.evaluate(saved.plan(), saved.model(), asked.data(), saved.options());
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("experiment", saved.plan().name());
            node.put("run", saved.model().run());
            node.put("checkpoint", saved.model().reason().toString());
            node.put("steps", saved.model().steps());
            asked.data().ifPresent(path -> node.put("data", path.toString()));
            node.setAll(evaluated.json());
            terminal.out().println(JsonOutput.text(node));
        } else {
            terminal.out().println(asked.named(saved));
            SplitTable.of(evaluated.splits()).lines().forEach(terminal.out()::println);
        }
        terminal.out().flush();
        return 0;
    }
}
