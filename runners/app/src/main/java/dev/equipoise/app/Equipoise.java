package dev.equipoise.app;

import com.google.inject.Injector;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.app.plan.Plans;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.Runner;
import java.util.Optional;

/** Runs an experiment class from a program or an IDE, as the command {@code run} would. */
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
     * @throws dev.equipoise.experiment.InvalidExperimentException with every problem at once
     */
    public static RunReport run(Class<?> experiment, Overrides overrides, RunOptions options) {
        Injector injector = Application.injector(experiment.getClassLoader(), Terminal.system(System.getenv()));
        ExperimentPlan plan = injector.getInstance(Plans.class).of(experiment, Optional.empty(), overrides);
        return injector.getInstance(Runner.class).run(plan, options);
    }
}
