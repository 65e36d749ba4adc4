package dev.equipoise.run;

import java.nio.file.Path;

/**
 * How to run a plan; nothing here changes what is trained, but for the engine's rounding.
 *
 * @param engine that trains
 * @param device "auto", "cpu", "gpu" or "gpu:N"
 * @param runs directory in which the run's own directory is made
 * @param monitoring how it can be watched from outside
 */
public record RunOptions(EngineName engine, String device, Path runs, Monitoring monitoring) {

    /** MXNet, on whatever device it finds, into {@code runs}. */
    public static RunOptions defaults() {
        return new RunOptions(EngineName.MXNET, "auto", Path.of("runs"), Monitoring.defaults());
    }
}
