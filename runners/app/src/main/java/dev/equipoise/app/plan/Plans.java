package dev.equipoise.app.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * The plan of a run that goes on: as it was begun, whatever the environment says now.
     *
     * @param begun what changed the experiment then
     * @param more the strongest
     */
    public ExperimentPlan again(String type, Overrides begun, List<Setting> more) {
        return again(experiments.get().named(type), begun, more);
    }

    /** The same for a class, which need not be one that was discovered. */
    public ExperimentPlan again(Class<?> experiment, Overrides begun, List<Setting> more) {
        List<Setting> settings =
                Stream.concat(begun.settings().stream(), more.stream()).toList();
        return planner.get().plan(experiment, new Overrides(settings, begun.with(), begun.without(), begun.fast()));
    }

    /** The plan of a class, which need not be one that was discovered. */
    public ExperimentPlan of(Class<?> experiment, Optional<Path> config, Overrides commandLine) {
        return planner.get().plan(experiment, layers.over(config, commandLine));
    }
}
