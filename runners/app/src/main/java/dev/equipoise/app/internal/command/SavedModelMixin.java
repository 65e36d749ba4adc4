package dev.equipoise.app.internal.command;

import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.SavedModel;
import dev.equipoise.local.SavedModels;
import dev.equipoise.plan.Plans;
import dev.equipoise.plan.SavedPlan;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.TrainedModel.Which;
import dev.equipoise.text.Numbers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model of which run works on which data. */
final class SavedModelMixin {

    @Parameters(paramLabel = "DIR|latest", converter = RunConverter.class, description = RunConverter.DESCRIPTION)
    private Path directory = Path.of("");

    @Option(
            names = {"--which", "--checkpoint"},
            paramLabel = "WHICH",
            description =
                    "best (the default): the highest validation ELBO among the epochs with settled prices; or last.")
    private Which which = Which.BEST;

    @Option(
            names = "--data",
            paramLabel = "FILE|FOLDER",
            description = "New examples, which are read and preprocessed as those of the run were.")
    private @Nullable Path data;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceConverter.class,
            description = "auto (the default), cpu, gpu or gpu:N.")
    private String device = RunOptions.defaults().device();

    /**
     * A model that was asked for.
     *
     * @param plan with which its run began
     * @param options on the engine of the run
     */
    record Asked(ExperimentPlan plan, SavedModel model, RunOptions options) {}

    Asked read(Disk disk, Plans plans, SavedModels models) {
        SavedPlan begun = SavedPlan.read(disk, directory);
        ExperimentPlan plan = plans.trained(begun);
        return new Asked(
                plan,
                models.read(plan, directory, which),
                new RunOptions(begun.engine(), device, directory, Monitoring.defaults()));
    }

    Path directory() {
        return directory;
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** Such as "the best model of digits-cyclical after 940 steps". */
    String named(Asked asked) {
        return "the " + which.name().toLowerCase(Locale.ROOT) + " model of "
                + asked.plan().name() + " after "
                + Numbers.grouped(asked.model().steps()) + " steps";
    }
}
