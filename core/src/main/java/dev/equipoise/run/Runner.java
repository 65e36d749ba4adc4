package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;
import java.nio.file.Path;
import java.util.Set;

/** Runs a plan to its end, from step 0 or from the newest checkpoint. */
public interface Runner {

    /**
     * Trains. The report's status says how a run ended once its directory existed; only what prevents a
     * start is thrown.
     */
    RunReport run(ExperimentPlan plan, RunOptions options);

    /**
     * Continues to the end of the plan.
     *
     * @param plan as it is read now
     * @param directory of the run, in which it continues
     * @param accepted names of what may differ from the checkpoint's plan
     * @throws IncompatibleResumeException with everything else that differs; nothing was written
     * @throws RuntimeException if another run writes into the directory
     */
    RunReport resume(ExperimentPlan plan, RunOptions options, Path directory, Set<String> accepted);
}
