package dev.equipoise.app;

import com.google.inject.Injector;
import dev.equipoise.app.internal.console.Invocations;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.local.SavedModels;
import dev.equipoise.local.ending.Termination;
import dev.equipoise.metrics.endpoint.EndpointSettings;
import dev.equipoise.plan.Plans;
import dev.equipoise.plan.SavedPlan;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.Runner;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs an experiment class from a program or an IDE, as the command {@code run} would. The runs of a process take turns.
 * SIGTERM and Ctrl-C end the one that trains, and the process with it; if a thread that waits for a run is interrupted,
 * that run alone is ended: with a checkpoint, if the process lives on for a step.
 */
public final class Equipoise {

    private Equipoise() {}

    /** Trains the experiment with its own values; the result of the run, however it ended. */
    public static RunReport run(Class<?> experiment) {
        return run(experiment, RunOptions.defaults());
    }

    /** Trains the experiment with its own values, in this way. */
    public static RunReport run(Class<?> experiment, RunOptions options) {
        return run(experiment, Overrides.NONE, options);
    }

    /**
     * Trains the experiment.
     *
     * @param overrides stronger than the environment's EQUIPOISE_SET
     * @throws dev.equipoise.plan.InvalidExperimentException with every problem at once
     * @throws dev.equipoise.metrics.endpoint.InvalidMonitoringException if the run could not be watched like this
     */
    public static RunReport run(Class<?> experiment, Overrides overrides, RunOptions options) {
        EndpointSettings.of(options.monitoring());
        Injector injector = application(experiment);
        ExperimentPlan plan = injector.getInstance(Plans.class).of(experiment, Optional.empty(), overrides);
        RunReport report = injector.getInstance(Runner.class).run(plan, options);
        injector.getInstance(Termination.class).exitIfAsked(report);
        return report;
    }

    /**
     * Goes on with a run of this experiment from its newest checkpoint, as the command {@code resume} would.
     *
     * @param directory of the run
     * @param options how to go on; the engine should be that of the run
     * @throws dev.equipoise.run.IncompatibleResumeException if the experiment is no longer the same
     * @throws dev.equipoise.metrics.endpoint.InvalidMonitoringException if the run could not be watched like this
     */
    public static RunReport resume(Class<?> experiment, Path directory, RunOptions options) {
        EndpointSettings.of(options.monitoring());
        Injector injector = application(experiment);
        ExperimentPlan plan = injector.getInstance(Plans.class)
                .again(experiment, SavedPlan.read(injector.getInstance(Disk.class), directory), List.of());
        RunReport report = injector.getInstance(Runner.class).resume(plan, options, directory, Set.of());
        injector.getInstance(Termination.class).exitIfAsked(report);
        return report;
    }

    /**
     * The model of a run of this experiment, from its last checkpoint or its best. Its data need not be there.
     *
     * @param directory of the run
     * @param options on which engine and device; the rest of them has no meaning here
     * @throws dev.equipoise.run.IncompatibleResumeException if there is no such checkpoint, or its model is another
     */
    public static TrainedModel load(Class<?> experiment, Path directory, Which checkpoint, RunOptions options) {
        Injector injector = application(experiment);
        ExperimentPlan plan = injector.getInstance(Plans.class)
                .trained(experiment, SavedPlan.read(injector.getInstance(Disk.class), directory));
        SavedModels models = injector.getInstance(SavedModels.class);
        return models.load(plan, models.read(plan, directory, checkpoint), options);
    }

    private static Injector application(Class<?> experiment) {
        return Application.injector(
                experiment.getClassLoader(), Terminal.system(System.getenv()), Invocations.here(List.of()));
    }
}
