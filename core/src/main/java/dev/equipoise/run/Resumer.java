package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;
import java.nio.file.Path;
import java.util.Set;

/** Resumes a run from its newest checkpoint. */
@FunctionalInterface
public interface Resumer {

    /**
     * Continues to the end of the plan.
     *
     * @param plan as it is read now
     * @param directory of the run, in which it continues
     * @param accepted names of what may differ from the checkpoint's plan
     * @throws IncompatibleResumeException with everything else that differs; nothing was written
     * @throws DirectoryInUseException if another holds the directory
     */
    RunReport resume(ExperimentPlan plan, RunOptions options, Path directory, Set<String> accepted);
}
