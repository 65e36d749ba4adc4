package dev.equipoise.run;

import java.nio.file.Path;

/**
 * How to run a plan. Nothing here changes what is trained, except for the rounding of the engine.
 *
 * @param engine that trains
 * @param device "auto", "cpu", "gpu" or "gpu:N"
 * @param runs directory in which the run's own directory is made
 * @param monitoring how it can be watched from outside
 */
public record RunOptions(EngineName engine, String device, Path runs, Monitoring monitoring) {

    /** MXNet, on an automatically chosen device, with files in {@code runs}. */
    public static RunOptions defaults() {
        return new RunOptions(EngineName.MXNET, "auto", Path.of("runs"), Monitoring.defaults());
    }
}
