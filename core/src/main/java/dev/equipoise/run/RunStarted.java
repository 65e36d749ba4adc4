package dev.equipoise.run;

import dev.equipoise.experiment.ExperimentPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run is about to take its first step, or the first step after a resume.
 *
 * @param plan what is run
 * @param runId name of the run's directory, unique within the experiment
 * @param directory where the run's files lie
 * @param environment what it runs on
 * @param parameters number of trainable parameters
 * @param epochs ended before; 0 for a new run
 * @param steps updates made before; 0 for a new run
 * @param examples trained on before, repeats included; 0 for a new run
 * @param warnings about the model that the run gave before the resume; empty for a new run
 */
public record RunStarted(
        ExperimentPlan plan,
        String runId,
        Path directory,
        Environment environment,
        long parameters,
        int epochs,
        long steps,
        long examples,
        List<String> warnings) {

    /**
     * The environment of a run.
     *
     * @param engine name of the engine, such as "MXNet"
     * @param device "cpu" or "gpu:0"
     * @param deviceReason why this device was chosen
     * @param version of this software
     * @param details everything else worth recording, by name
     */
    public record Environment(
            String engine, String device, String deviceReason, String version, Map<String, Object> details) {}
}
