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
 * Runs an experiment class from a program or an IDE, as the command {@code run} would. The runs of a process are
 * executed one at a time. SIGTERM and Ctrl-C end the run that trains, and the process. If a thread that waits for a run
 * is interrupted, only that run ends, with a checkpoint if the process lives for another step.
 */
public final class Equipoise {

    private Equipoise() {}

    /** Trains the experiment with its own values. Returns the result of the run, however it ended. */
    public static RunReport run(Class<?> experiment) {
        return run(experiment, RunOptions.defaults());
    }

    /** Trains the experiment with its own values and these options. */
    public static RunReport run(Class<?> experiment, RunOptions options) {
        return run(experiment, Overrides.NONE, options);
    }

    /**
     * Trains the experiment.
     *
     * @param overrides which take precedence over EQUIPOISE_SET of the environment
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
     * Resumes a run of this experiment from its newest checkpoint, as the command {@code resume} does.
     *
     * @param directory of the run
     * @param options of the resumed run; the engine should be that of the run
     * @throws dev.equipoise.run.IncompatibleResumeException if the experiment has changed
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
     * The model of a run of this experiment, from its last or its best checkpoint. The data is not needed.
     *
     * @param directory of the run
     * @param options engine and device; other options have no effect
     * @throws dev.equipoise.run.IncompatibleResumeException if there is no such checkpoint, or it belongs to another
     *     model
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
