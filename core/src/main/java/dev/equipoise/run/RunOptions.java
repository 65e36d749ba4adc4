package dev.equipoise.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to run a plan. Only {@code borrowed} changes what is trained, and the engine changes its rounding.
 *
 * @param engine that trains
 * @param device "auto", "cpu", "gpu" or "gpu:N"
 * @param runs directory in which the run's own directory is made
 * @param monitoring how it can be watched from outside
 * @param borrowed weights of another run, from which a new run starts; empty for initial weights drawn from the seed
 */
public record RunOptions(
        EngineName engine, String device, Path runs, Monitoring monitoring, Optional<Borrowed> borrowed) {

    /** From initial weights that are drawn from the seed. */
    public RunOptions(EngineName engine, String device, Path runs, Monitoring monitoring) {
        this(engine, device, runs, monitoring, Optional.empty());
    }

    /**
     * Weights of the last checkpoint of another run.
     *
     * @param run its directory
     * @param only the network that is taken; empty for both
     */
    public record Borrowed(Path run, Optional<Network> only) {}

    /** A network that can be borrowed alone. */
    public enum Network {
        ENCODER,
        DECODER
    }

    /** MXNet, on an automatically chosen device, with files in {@code runs}. */
    public static RunOptions defaults() {
        return new RunOptions(EngineName.MXNET, "auto", Path.of("runs"), Monitoring.defaults());
    }

    /** The same options for a new run that starts from weights of another. */
    public RunOptions startingFrom(Borrowed weights) {
        return new RunOptions(engine, device, runs, monitoring, Optional.of(weights));
    }
}
