package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.SavedModel;
import dev.equipoise.local.SavedModels;
import dev.equipoise.local.export.DjlParameters;
import dev.equipoise.local.export.ForeignBlockException;
import dev.equipoise.local.export.Safetensors;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.plan.Plans;
import dev.equipoise.plan.SavedPlan;
import dev.equipoise.run.TrainedModel.Which;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run's weights in forms that others read. */
@Command(
        name = "export",
        description = "Write a run's weights as safetensors, and as DJL's own .params of encoder and decoder.")
public final class ExportCommand implements Subcommand {

    private final Plans plans;
    private final SavedModels models;
    private final Disk disk;
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR|latest", converter = RunConverter.class, description = RunConverter.DESCRIPTION)
    private Path directory = Path.of("");

    @Option(
            names = "--checkpoint",
            paramLabel = "WHICH",
            description =
                    "last (the default), or best: the highest validation ELBO among the epochs with settled prices.")
    private Which which = Which.LAST;

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Inject
    ExportCommand(Plans plans, SavedModels models, Disk disk, Terminal terminal) {
        this.disk = disk;
        this.plans = plans;
        this.models = models;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        SavedPlan begun = SavedPlan.read(disk, directory);
        ExperimentPlan plan = plans.trained(begun);
        SavedModel saved = models.read(plan, directory, which);
        Path folder = output.in(directory);
        Path safetensors = folder.resolve("model.safetensors");
        output.requireNothingLost(
                folder,
                Stream.concat(Stream.of(safetensors), DjlParameters.files(folder).stream())
                        .toList());
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        new Safetensors(saved.parameters(), metadata(plan, saved)).write(disk, safetensors);
        files.add(safetensors);
        String without = "";
        try {
            files.addAll(DjlParameters.write(
                    folder, VaeLayers.of(plan), plan.facts().elements(), saved.parameters(), begun.engine()));
        } catch (ForeignBlockException e) {
            without = "no .params: " + e.getMessage();
        }
        terminal.out()
                .println("the weights after " + Numbers.grouped(saved.steps()) + " steps (checkpoint \""
                        + saved.reason() + "\"):");
        OutputFolder.list(terminal, files);
        if (!without.isEmpty()) {
            terminal.out().println(without);
        }
        terminal.out().flush();
        return 0;
    }

    private static Map<String, String> metadata(ExperimentPlan plan, SavedModel saved) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("experiment", plan.name());
        metadata.put("run", saved.run());
        metadata.put("steps", Long.toString(saved.steps()));
        metadata.put("architecture", plan.part(Architecture.class).toString());
        metadata.put("preprocessing", saved.preprocessing().toString());
        return metadata;
    }
}
