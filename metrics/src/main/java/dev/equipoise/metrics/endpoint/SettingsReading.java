package dev.equipoise.metrics.endpoint;

import dev.equipoise.metrics.endpoint.EndpointSettings.Push;
import dev.equipoise.run.Monitoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the settings of the endpoint from the command line and the file, and says what is wrong with them. */
final class SettingsReading {

    private static final int LARGEST_PORT = 65_535;
    private static final Duration PUSH_EVERY = Duration.ofSeconds(15);

    private final SettingsFile file;
    private final Map<String, String> environment;
    private final List<String> problems;

    SettingsReading(SettingsFile file, Map<String, String> environment, List<String> problems) {
        this.file = file;
        this.environment = environment;
        this.problems = problems;
    }

    EndpointSettings settings(Monitoring monitoring) {
        InetAddress address = address(monitoring);
        ProtectionReading protection = new ProtectionReading(file, environment);
        if (!address.isLoopbackAddress() && !protection.wanted()) {
            problems.add("the metrics address must be a loopback address, such as 127.0.0.1, or be protected, got "
                    + address.getHostAddress()
                    + ", which other machines can reach; set basicAuth.user with a password, or"
                    + " tls.certificate with tls.key, in the file of --metrics-config");
        }
        return new EndpointSettings(
                address,
                port(monitoring),
                monitoring.linger(),
                protection.authentication(),
                protection.tls(),
                advertisedHost(),
                file.path("targets"),
                push());
    }

    private InetAddress address(Monitoring monitoring) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Optional<String> name = monitoring.address().or(() -> file.value("address"));
        if (name.isEmpty()) {
            return loopback;
        }
        try {
            InetAddress address = InetAddress.getByName(name.get());
            boolean here = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
            if (!name.get().isBlank() && here) {
                return address;
            }
            problems.add("the metrics address must be an address of this machine, or 0.0.0.0 for all of them, got '"
                    + name.get() + "'");
        } catch (UnknownHostException e) {
            problems.add("the metrics address must be a host name or an address, got '" + name.get()
                    + "', which cannot be resolved");
        } catch (IOException e) {
            problems.add("the metrics address must be an address of this machine, got '" + name.get() + "': " + e);
        }
        return loopback;
    }

    private Optional<String> advertisedHost() {
        Optional<String> host = file.value("advertisedHost");
        if (host.isPresent() && !host.get().matches("[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]")) {
            file.problem(
                    "advertisedHost", "must be a host name or an address, without a port, got '" + host.get() + "'");
        }
        return host;
    }

    private int port(Monitoring monitoring) {
        if (monitoring.port().isPresent()) {
            int port = monitoring.port().getAsInt();
            if (port < 0 || port > LARGEST_PORT) {
                problems.add("the metrics port must be from 0 to " + LARGEST_PORT + ", got " + port);
            }
            return port;
        }
        return number("port", 0, LARGEST_PORT, Monitoring.DEFAULT_PORT);
    }

    private int number(String key, int min, int max, int otherwise) {
        Optional<String> text = file.value(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        }
        file.problem(key, "must be a whole number from " + min + " to " + max + ", got '" + text.get() + "'");
        return otherwise;
    }

    private Optional<Push> push() {
        if (!file.hasGroup("pushgateway")) {
            return Optional.empty();
        }
        int seconds = number("pushgateway.seconds", 1, 86_400, (int) PUSH_EVERY.toSeconds());
        String url = file.value("pushgateway.url").orElse("");
        try {
            URI gateway = URI.create(url);
            boolean web = "http".equals(gateway.getScheme()) || "https".equals(gateway.getScheme());
            if (web && gateway.getHost() != null && gateway.getUserInfo() == null) {
                return Optional.of(new Push(gateway, Duration.ofSeconds(seconds)));
            }
        } catch (IllegalArgumentException e) {
            // Told of below, without the text: it could hold a password.
        }
        file.problem("pushgateway.url", "must be http:// or https:// with a host, a port and no user or password");
        return Optional.empty();
    }
}
