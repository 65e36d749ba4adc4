package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;
import java.nio.file.Path;
import java.util.Set;

/** Runs a plan to its end, from step 0 or from the newest checkpoint. */
public interface Runner {

    /**
     * Trains. An exception is thrown only if the run cannot start. Once the run has a directory, the status of the
     * report says how it ended.
     */
    RunReport run(ExperimentPlan plan, RunOptions options);

    /**
     * Continues to the end of the plan.
     *
     * @param plan of the experiment as it is now
     * @param directory of the run
     * @param accepted names of what may differ from the checkpoint's plan
     * @throws IncompatibleResumeException with everything else that differs; nothing was written
     * @throws RuntimeException if another run writes into the directory
     */
    RunReport resume(ExperimentPlan plan, RunOptions options, Path directory, Set<String> accepted);
}
