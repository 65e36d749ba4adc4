package dev.equipoise.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.DataFacts;
import java.util.Optional;

/** Reads experiment classes into plans. */
@FunctionalInterface
public interface Planner {

    /**
     * The plan.
     *
     * @param begun the facts that the data source reported when the run began; empty if the source must be asked now
     * @throws dev.equipoise.plan.InvalidExperimentException with every problem at once
     */
    ExperimentPlan plan(Class<?> experiment, Overrides overrides, Optional<DataFacts> begun);

    /** The plan of a run that begins or is resumed. The data must exist. */
    default ExperimentPlan plan(Class<?> experiment, Overrides overrides) {
        return plan(experiment, overrides, Optional.empty());
    }
}
