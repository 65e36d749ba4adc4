package dev.equipoise.metrics.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Makes what protects the endpoint from the groups {@code basicAuth} and {@code tls} of the file. */
final class ProtectionReading {

    private final SettingsFile file;
    private final Map<String, String> environment;

    ProtectionReading(SettingsFile file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** Whether the file means to protect the endpoint, however well. */
    boolean wanted() {
        return file.hasGroup("basicAuth") || file.hasGroup("tls");
    }

    /** The user who is let in; empty for everybody, and where a problem was added. */
    Optional<BasicAuthentication> authentication() {
        if (!file.hasGroup("basicAuth")) {
            return Optional.empty();
        }
        Optional<String> user = file.value("basicAuth.user").filter(name -> !name.isBlank() && !name.contains(":"));
        if (user.isEmpty()) {
            file.problem("basicAuth.user", "must name a user, without a colon");
        }
        if (!oneOf("basicAuth", "basicAuth", "passwordFile", "passwordVariable", "passwordHash")) {
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
            return parsed.map(known -> BasicAuthentication.ofCheck(name, known::matches));
        }
        return password("basicAuth").map(password -> BasicAuthentication.ofPassword(name, password));
    }

    /** Whether exactly one of these keys of a group is set; else it is a problem of the key that needs one. */
    private boolean oneOf(String group, String needing, String... keys) {
        long set = Stream.of(keys).filter(key -> file.has(group + "." + key)).count();
        if (set != 1) {
            String last = keys[keys.length - 1];
            String others = String.join(", ", List.of(keys).subList(0, keys.length - 1));
            file.problem(needing, "must have one of " + others + " and " + last + ", got " + (set == 0 ? "none" : set));
        }
        return set == 1;
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
                    file.problem(group + ".passwordFile", "must have the password in its first line: " + path.get());
                }
            } catch (IOException e) {
                file.problem(group + ".passwordFile", "must be a readable text file, got " + e);
            }
        }
        return password;
    }

    /** The key that is shown; empty for plain HTTP, and where a problem was added. */
    Optional<SSLContext> tls() {
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
        if (pem && (file.has("tls.passwordFile") || file.has("tls.passwordVariable"))) {
            file.problem(
                    "tls",
                    "must have no passwordFile or passwordVariable with certificate and key: a PEM key has"
                            + " no password");
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
        if (!oneOf("tls", "tls.keystore", "passwordFile", "passwordVariable")) {
            return Optional.empty();
        }
        Optional<String> password = password("tls");
        if (!readable || password.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TlsIdentity.ofKeyStore(store, password.get().toCharArray()));
        } catch (IOException | GeneralSecurityException e) {
            file.problem("tls.keystore", "must be PKCS#12 with a key and the correct password, got " + words(e));
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

    private static String words(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
