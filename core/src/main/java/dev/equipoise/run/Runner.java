package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;

/** Runs a plan to its end. */
public interface Runner {

    /**
     * Trains. The report's status says how a run ended once its directory existed; only what prevents a
     * start is thrown.
     */
    RunReport run(ExperimentPlan plan, RunOptions options);
}
