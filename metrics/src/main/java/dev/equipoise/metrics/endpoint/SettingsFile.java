package dev.equipoise.metrics.endpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.equipoise.experiment.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The YAML file of {@code --metrics-config}: keys nested or with dots, each with one plain value. Paths in it are
 * relative to its folder.
 */
final class SettingsFile {

    /** Every key, as docs/monitoring.md explains them. */
    static final List<String> KEYS = List.of(
            "address",
            "port",
            "advertisedHost",
            "targets",
            "basicAuth.user",
            "basicAuth.passwordFile",
            "basicAuth.passwordVariable",
            "basicAuth.passwordHash",
            "tls.certificate",
            "tls.key",
            "tls.keystore",
            "tls.passwordFile",
            "tls.passwordVariable",
            "pushgateway.url",
            "pushgateway.seconds");

    private final Path path;
    private final List<String> problems;
    private final Map<String, String> values = new LinkedHashMap<>();

    private SettingsFile(Path path, List<String> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** Reads a file; without one nothing is set. What is wrong is added to the problems. */
    static SettingsFile read(Optional<Path> file, List<String> problems) {
        SettingsFile settings = new SettingsFile(file.orElse(Path.of("")), problems);
        file.ifPresent(settings::read);
        return settings;
    }

    private void read(Path file) {
        ObjectReader yaml = new YAMLMapper().reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        try (Reader text = Files.newBufferedReader(file);
                MappingIterator<JsonNode> documents =
                        yaml.forType(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                JsonNode root = documents.nextValue();
                if (root.isObject()) {
                    add("", root);
                } else if (!root.isNull() && !root.isMissingNode()) {
                    problem("", "must hold keys and values, got '" + root.asText() + "'");
                }
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // The excerpts that follow the first line could show a secret.
            String first = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            problem("", "must be YAML, got in line " + line + ": " + first);
        } catch (IOException e) {
            problem("", "must be a readable text file, got " + e);
        }
    }

    private void add(String prefix, JsonNode object) {
        object.properties().forEach(field -> {
            String key = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                add(key + ".", value);
            } else if (!KEYS.contains(key)) {
                problem("", "has the unknown key '" + key + "'" + NearestName.hint(key, KEYS));
            } else if (value.isArray() || value.isNull()) {
                problem(key, "must have one value, got " + (value.isArray() ? "a list" : "none"));
            } else if (values.put(key, value.asText()) != null) {
                problem(key, "must be set once, got it nested and with dots");
            }
        });
    }

    /** Adds a problem of a key, or of the file itself where the key is empty. */
    void problem(String key, String what) {
        problems.add("metrics configuration " + path + (key.isEmpty() ? " " : ": " + key + " ") + what);
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** A file or folder that a key names. */
    Optional<Path> path(String key) {
        return value(key).map(text -> path.toAbsolutePath().resolveSibling(text));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether any key of a group is set. */
    boolean hasGroup(String group) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(group + "."));
    }
}
