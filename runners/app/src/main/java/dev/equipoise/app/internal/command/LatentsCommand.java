package dev.equipoise.app.internal.command;

import dev.equipoise.app.internal.console.JsonOutput;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.saved.LatentSummary;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import dev.equipoise.local.SavedEvaluations;
import dev.equipoise.local.SavedModels;
import dev.equipoise.local.export.EncodedExamples;
import dev.equipoise.local.export.LatentFiles;
import dev.equipoise.plan.Plans;
import dev.equipoise.text.Numbers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the latents of examples in forms that others read. */
@Command(
        name = "latents",
        description = "Write the posterior means and log-variances of a run's validation split, or of new examples, as"
                + " arrays of NumPy and as CSV, and what each latent does.")
public final class LatentsCommand implements Subcommand {

    private final Disk disk;
    private final Plans plans;
    private final SavedModels models;
    private final SavedEvaluations evaluations;
    private final Terminal terminal;

    @Mixin
    private SavedModelMixin asked = new SavedModelMixin();

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--json", description = "Print latents.json.")
    private boolean json;

    @Inject
    LatentsCommand(Disk disk, Plans plans, SavedModels models, SavedEvaluations evaluations, Terminal terminal) {
        this.disk = disk;
        this.plans = plans;
        this.models = models;
        this.evaluations = evaluations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = output.in(asked.directory());
        LatentFiles arrays = new LatentFiles(folder);
        Path summaryFile = folder.resolve("latents.json");
        List<Path> files = new ArrayList<>(arrays.all());
        files.add(summaryFile);
        output.requireNothingLost(folder, files);
        SavedModelMixin.Asked saved = asked.read(disk, plans, models);
        EncodedExamples examples = evaluations.encode(saved.plan(), saved.model(), asked.data(), saved.options());
        LatentSummary summary = LatentSummary.of(
                saved.plan().name(),
                saved.model(),
                asked.data().map(Path::toString).orElse("validation"),
                examples);
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>(arrays.write(disk, examples));
        WholeFile.write(disk, summaryFile, JsonOutput.text(summary) + "\n");
        written.add(summaryFile);
        if (json) {
            terminal.out().println(JsonOutput.text(summary));
        } else {
            terminal.out()
                    .println("latents of " + Numbers.grouped(summary.examples()) + " examples by " + asked.named(saved)
                            + ", " + summary.activeUnits() + " of "
                            + summary.latents().size() + " active:");
            OutputFolder.list(terminal, written);
            terminal.out().println("scale factor " + Numbers.significant(summary.scaleFactor()));
        }
        terminal.out().flush();
        return 0;
    }
}
