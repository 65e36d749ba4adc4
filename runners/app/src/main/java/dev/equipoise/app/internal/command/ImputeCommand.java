package dev.equipoise.app.internal.command;

import com.google.inject.Inject;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.WholeFile;
import dev.equipoise.local.ImputedTable;
import dev.equipoise.local.SavedEvaluations;
import dev.equipoise.local.SavedModels;
import dev.equipoise.plan.Plans;
import dev.equipoise.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replaces what records lack by what the model reconstructs. */
@Command(
        name = "impute",
        description = "Write the records of a table with the model's reconstruction in place of each missing value, as"
                + " imputed.csv. The model must be of a run whose table lacks values.")
public final class ImputeCommand implements Subcommand {

    private final Disk disk;
    private final Plans plans;
    private final SavedModels models;
    private final SavedEvaluations evaluations;
    private final Terminal terminal;

    @Mixin
    private SavedModelMixin asked = new SavedModelMixin();

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Spec
    private @Nullable CommandSpec command;

    @Inject
    ImputeCommand(Disk disk, Plans plans, SavedModels models, SavedEvaluations evaluations, Terminal terminal) {
        this.disk = disk;
        this.plans = plans;
        this.models = models;
        this.evaluations = evaluations;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path data = asked.data()
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(command).commandLine(), "name the records by --data FILE"));
        Path folder = output.in(asked.directory());
        Path file = folder.resolve("imputed.csv");
        output.requireNothingLost(folder, List.of(file));
        SavedModelMixin.Asked saved = asked.read(disk, plans, models);
        ImputedTable table = evaluations.impute(saved.plan(), saved.model(), data, saved.options());
        Files.createDirectories(folder);
        WholeFile.write(disk, file, table.csv());
        terminal.out()
                .println(Numbers.grouped(table.replaced()) + " missing values of "
                        + Numbers.grouped(table.rows().size()) + " records replaced by " + asked.named(saved) + ":");
        OutputFolder.list(terminal, List.of(file));
        terminal.out().flush();
        return 0;
    }
}
