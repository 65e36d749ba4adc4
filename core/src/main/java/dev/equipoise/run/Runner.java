package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;

/** Runs a plan to its end. */
public interface Runner {

    /**
     * Trains. Whatever happens after the run's directory exists is told by the report's status; only what prevents a
     * start is thrown.
     */
    RunReport run(ExperimentPlan plan, RunOptions options);
}
