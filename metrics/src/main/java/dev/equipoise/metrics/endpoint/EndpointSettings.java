package dev.equipoise.metrics.endpoint;

import dev.equipoise.run.Monitoring;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how a run can be watched, read and checked before it starts. No password is kept or printed.
 *
 * @param address that the endpoint listens on; if other machines can reach it, it is protected by authentication or TLS
 * @param port 0 takes any free one
 * @param linger how long the endpoint stays up after the end
 * @param authentication empty to admit everybody
 * @param tls empty for plain HTTP
 * @param advertisedHost the name by which others reach this machine
 * @param targets folder of the target files; empty for the one beside the runs
 * @param push where the meters are pushed to
 */
public record EndpointSettings(
        InetAddress address,
        int port,
        Duration linger,
        Optional<BasicAuthentication> authentication,
        Optional<SSLContext> tls,
        Optional<String> advertisedHost,
        Optional<Path> targets,
        Optional<Push> push) {

    /** A Pushgateway, and how often meters are pushed to it. */
    public record Push(URI gateway, Duration every) {}

    /**
     * Reads and checks the settings.
     *
     * @throws InvalidMonitoringException with every problem at once
     */
    public static EndpointSettings of(Monitoring monitoring) {
        return of(monitoring, System.getenv());
    }

    static EndpointSettings of(Monitoring monitoring, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        SettingsFile file = SettingsFile.read(monitoring.configuration(), problems);
        EndpointSettings settings = new SettingsReading(file, environment, problems).settings(monitoring);
        if (!problems.isEmpty()) {
            throw new InvalidMonitoringException(problems);
        }
        return settings;
    }
}
