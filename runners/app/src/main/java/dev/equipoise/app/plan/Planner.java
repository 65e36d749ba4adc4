package dev.equipoise.app.plan;

import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;

/** Reads the plan of an experiment class; the composition root passes the reader's own method. */
@FunctionalInterface
public interface Planner {

    /**
     * The plan.
     *
     * @throws dev.equipoise.experiment.InvalidExperimentException with every problem at once
     */
    ExperimentPlan plan(Class<?> experiment, Overrides overrides);
}
