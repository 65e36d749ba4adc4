package dev.equipoise.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run can be watched from outside. Empty values come from the configuration, then from the defaults: the
 * loopback address and port {@value #DEFAULT_PORT}.
 *
 * @param address host name or address that the endpoint listens on
 * @param port of the endpoint; 0 takes any free one
 * @param linger how long the endpoint stays up after the end
 * @param configuration a YAML file of protection, targets and pushing
 */
public record Monitoring(Optional<String> address, OptionalInt port, Duration linger, Optional<Path> configuration) {

    /** The port of the endpoint unless another is asked for. */
    public static final int DEFAULT_PORT = 9464;

    /** On the loopback address and the default port, until the end of the run. */
    public static Monitoring defaults() {
        return new Monitoring(Optional.empty(), OptionalInt.empty(), Duration.ZERO, Optional.empty());
    }

    /** On this port of the loopback address; 0 takes any free one. */
    public static Monitoring onPort(int port) {
        return new Monitoring(Optional.empty(), OptionalInt.of(port), Duration.ZERO, Optional.empty());
    }

    /** The same, with an endpoint that stays up for this long after the end. */
    public Monitoring lingering(Duration time) {
        return new Monitoring(address, port, time, configuration);
    }
}
