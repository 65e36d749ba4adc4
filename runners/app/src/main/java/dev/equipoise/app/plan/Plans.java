package dev.equipoise.app.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/** The plan of an experiment by its name, with everything that changes it from outside. */
public final class Plans {

    private final Experiments experiments;
    private final Planner planner;
    private final OverrideLayers layers;

    @Inject
    Plans(Experiments experiments, Planner planner, OverrideLayers layers) {
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
        return planner.plan(experiments.named(name), layers.over(config, commandLine));
    }
}
