package dev.equipoise.app.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The plan of an experiment by its name, with everything that changes it from outside. Discovery is put off until a plan is
 * asked for, since it takes part of a second.
 */
public final class Plans {

    private final Provider<Experiments> experiments;
    private final Provider<Planner> planner;
    private final OverrideLayers layers;

    @Inject
    Plans(Provider<Experiments> experiments, Provider<Planner> planner, OverrideLayers layers) {
        this.experiments = experiments;
        this.planner = planner;
        this.layers = layers;
    }

    /**
     * The plan.
     *
     * @param config a file of values, weaker than the environment
     * @param commandLine the strongest
     */
    public ExperimentPlan plan(String name, Optional<Path> config, Overrides commandLine) {
        return of(experiments.get().named(name), config, commandLine);
    }

    /** The plan of a class, which need not be one that was discovered. */
    public ExperimentPlan of(Class<?> experiment, Optional<Path> config, Overrides commandLine) {
        return planner.get().plan(experiment, layers.over(config, commandLine));
    }
}
