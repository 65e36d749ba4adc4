package dev.equipoise.plan;

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
 * The plans of experiments by name, with their overrides. Discovery takes part of a second, and runs when the first
 * plan is requested.
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
     * The plan of a run that is resumed. It is the plan with which the run began; the environment is ignored.
     *
     * @param more the strongest values
     */
    public ExperimentPlan again(SavedPlan begun, List<Setting> more) {
        return again(experiments.get().named(begun.type()), begun, more);
    }

    /** The same for a class, even if it was not discovered. */
    public ExperimentPlan again(Class<?> experiment, SavedPlan begun, List<Setting> more) {
        Overrides before = begun.overrides();
        List<Setting> settings =
                Stream.concat(before.settings().stream(), more.stream()).toList();
        return planner.get().plan(experiment, new Overrides(settings, before.with(), before.without(), before.fast()));
    }

    /**
     * The plan of a resumed run, but with the epochs and the batch size with which it began; empty if these are
     * unchanged.
     *
     * @param more further settings
     */
    public Optional<ExperimentPlan> asLongAsBegun(SavedPlan begun, List<Setting> more) {
        ExperimentPlan now = again(begun, more);
        if (now.facts().epochs() == begun.epochs() && now.facts().batchSize() == begun.batchSize()) {
            return Optional.empty();
        }
        Stream<Setting> length = Stream.of(
                new Setting("experiment.epochs", String.valueOf(begun.epochs()), "plan.json"),
                new Setting("experiment.batchSize", String.valueOf(begun.batchSize()), "plan.json"));
        return Optional.of(again(begun, Stream.concat(more.stream(), length).toList()));
    }

    /** The plan with which a run began, for work with its trained model. The data may be gone. */
    public ExperimentPlan trained(SavedPlan begun) {
        return trained(experiments.get().named(begun.type()), begun);
    }

    /** The same for a class, which need not be one that was discovered. */
    public ExperimentPlan trained(Class<?> experiment, SavedPlan begun) {
        return planner.get().plan(experiment, begun.overrides(), begun.data());
    }

    /** The plan of a class, even if it was not discovered. */
    public ExperimentPlan of(Class<?> experiment, Optional<Path> config, Overrides commandLine) {
        return planner.get().plan(experiment, layers.over(config, commandLine));
    }
}
