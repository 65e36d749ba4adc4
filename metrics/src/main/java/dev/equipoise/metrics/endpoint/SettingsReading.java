package dev.equipoise.metrics.endpoint;

import dev.equipoise.metrics.endpoint.EndpointSettings.Push;
import dev.equipoise.run.Monitoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Makes the settings of the endpoint from the command line and the file, and says everything that is wrong with them. */
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
        Optional<BasicAuthentication> authentication = authentication();
        Optional<SSLContext> tls = tls();
        boolean protectedOnes = file.hasGroup("basicAuth") || file.hasGroup("tls");
        if (!address.isLoopbackAddress() && !protectedOnes) {
            problems.add(
                    "the metrics address must be one of this machine alone, such as 127.0.0.1, or be protected, got "
                            + address.getHostAddress() + ", which others reach; set basicAuth.user with a password, or"
                            + " tls.certificate with tls.key, in the file of --metrics-config");
        }
        return new EndpointSettings(
                address,
                port(monitoring),
                monitoring.linger(),
                authentication,
                tls,
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
            problems.add("the metrics address must be one of this machine, or 0.0.0.0 for all of them, got '"
                    + name.get() + "'");
        } catch (UnknownHostException e) {
            problems.add("the metrics address must be a host name or an address, got '" + name.get()
                    + "', which cannot be resolved");
        } catch (IOException e) {
            problems.add("the metrics address must be one of this machine, got '" + name.get() + "': " + e);
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

    private Optional<BasicAuthentication> authentication() {
        if (!file.hasGroup("basicAuth")) {
            return Optional.empty();
        }
        Optional<String> user = file.value("basicAuth.user").filter(name -> !name.isBlank() && !name.contains(":"));
        if (user.isEmpty()) {
            file.problem("basicAuth.user", "must name a user, without a colon");
        }
        long ways = Stream.of("File", "Variable", "Hash")
                .filter(way -> file.has("basicAuth.password" + way))
                .count();
        if (ways != 1) {
            file.problem(
                    "basicAuth",
                    "must have one of passwordFile, passwordVariable and passwordHash, got "
                            + (ways == 0 ? "none" : ways));
            return Optional.empty();
        }
        String name = user.orElse("");
        Optional<String> hash = file.value("basicAuth.passwordHash");
        if (hash.isPresent()) {
            Optional<PasswordHash> parsed = PasswordHash.parse(hash.get());
            if (parsed.isEmpty()) {
                file.problem(
                        "basicAuth.passwordHash",
                        "must be pbkdf2-sha256:<iterations, at least 10000>:<salt in base64>:<32 bytes in base64>;"
                                + " docs/monitoring.md shows how to make it");
            }
            return parsed.map(known -> BasicAuthentication.ofHash(name, known));
        }
        return password("basicAuth").map(password -> BasicAuthentication.ofPassword(name, password));
    }

    private Optional<String> password(String group) {
        Optional<String> variable = file.value(group + ".passwordVariable");
        Optional<Path> path = file.path(group + ".passwordFile");
        Optional<String> password = Optional.empty();
        if (variable.isPresent()) {
            password = Optional.ofNullable(environment.get(variable.get())).filter(word -> !word.isEmpty());
            if (password.isEmpty()) {
                file.problem(
                        group + ".passwordVariable",
                        "must name an environment variable that is set, got '" + variable.get() + "'");
            }
        } else if (path.isPresent()) {
            try {
                password = Files.readString(path.get()).lines().findFirst().filter(word -> !word.isEmpty());
                if (password.isEmpty()) {
                    file.problem(group + ".passwordFile", "must hold the password in its first line: " + path.get());
                }
            } catch (IOException e) {
                file.problem(group + ".passwordFile", "must be a readable text file, got " + e);
            }
        }
        return password;
    }

    private Optional<SSLContext> tls() {
        if (!file.hasGroup("tls")) {
            return Optional.empty();
        }
        Optional<Path> certificate = file.path("tls.certificate");
        Optional<Path> key = file.path("tls.key");
        Optional<Path> store = file.path("tls.keystore");
        boolean pem = certificate.isPresent() && key.isPresent() && store.isEmpty();
        boolean pkcs12 = certificate.isEmpty() && key.isEmpty() && store.isPresent();
        if (!pem && !pkcs12) {
            file.problem("tls", "must have certificate and key (PEM), or keystore (PKCS#12) with its password");
            return Optional.empty();
        }
        return pem ? pem(certificate.orElseThrow(), key.orElseThrow()) : keystore(store.orElseThrow());
    }

    private Optional<SSLContext> pem(Path certificate, Path key) {
        boolean readable = readable("tls.certificate", certificate);
        readable = readable("tls.key", key) && readable;
        if (!readable) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsIdentity.ofPem(certificate, key));
        } catch (IOException | GeneralSecurityException e) {
            file.problem("tls.key", "and tls.certificate must be a pair in PEM, got " + words(e));
            return Optional.empty();
        }
    }

    private Optional<SSLContext> keystore(Path store) {
        boolean readable = readable("tls.keystore", store);
        if (!file.has("tls.passwordFile") && !file.has("tls.passwordVariable")) {
            file.problem("tls.keystore", "must have its password in tls.passwordFile or tls.passwordVariable");
            return Optional.empty();
        }
        Optional<String> password = password("tls");
        if (!readable || password.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsIdentity.ofKeyStore(store, password.get().toCharArray()));
        } catch (IOException | GeneralSecurityException e) {
            file.problem("tls.keystore", "must be PKCS#12 with a key, and its password right, got " + words(e));
            return Optional.empty();
        }
    }

    private boolean readable(String key, Path path) {
        boolean readable = Files.isRegularFile(path) && Files.isReadable(path);
        if (!readable) {
            file.problem(key, "must be a readable file, got " + path);
        }
        return readable;
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

    private static String words(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
