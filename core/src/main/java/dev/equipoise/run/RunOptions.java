package dev.equipoise.run;

import dev.equipoise.engine.EngineName;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run a plan; nothing here changes what is trained, but for the engine's rounding.
 *
 * @param engine that trains
 * @param device "auto", "cpu", "gpu" or "gpu:N"
 * @param runs directory in which the run's own directory is made
 * @param metricsPort port of the metrics endpoint on the loopback address; 0 takes any free one
 * @param linger how long the endpoint stays up after the end
 */
public record RunOptions(EngineName engine, String device, Path runs, int metricsPort, Duration linger) {

    /** The port of the metrics endpoint unless another is asked for. */
    public static final int DEFAULT_METRICS_PORT = 9464;

    /** MXNet, on whatever device it finds, into {@code runs}. */
    public static RunOptions defaults() {
        return new RunOptions(EngineName.MXNET, "auto", Path.of("runs"), DEFAULT_METRICS_PORT, Duration.ZERO);
    }
}
