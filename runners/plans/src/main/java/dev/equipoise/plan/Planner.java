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
     * @param begun what the data source said when a run began; empty if it is to be asked now
     * @throws dev.equipoise.plan.InvalidExperimentException with every problem at once
     */
    ExperimentPlan plan(Class<?> experiment, Overrides overrides, Optional<DataFacts> begun);

    /** The plan of a run that begins or is resumed, for which the data must be there. */
    default ExperimentPlan plan(Class<?> experiment, Overrides overrides) {
        return plan(experiment, overrides, Optional.empty());
    }
}
