package dev.equipoise.metrics.grafana;

import com.google.common.collect.ImmutableMap;
import dev.equipoise.metrics.alert.Alerts;
import dev.equipoise.metrics.alert.RuleFile;
import dev.equipoise.metrics.alert.Tempo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configuration with which Prometheus and Grafana show runs and report problems.
 *
 * @param texts of the files, by their path below the folder into which they are written
 */
public record MonitoringFiles(ImmutableMap<String, String> texts) {

    /**
     * The files for runs that write their target files to this folder.
     *
     * @param targets the folder of the target files
     * @param tempo of the alerts
     */
    public static MonitoringFiles of(Path targets, Tempo tempo) {
        String folder = targets.toAbsolutePath().normalize().toString();
        return new MonitoringFiles(ImmutableMap.<String, String>builder()
                // A lone $ would begin a variable of the environment.
                .put("compose.yaml", resource("compose.yaml", folder.replace("$", "$$")))
                .put("prometheus/prometheus.yml", resource("prometheus.yml", folder))
                .put("prometheus/rules/equipoise.yml", RuleFile.of(Alerts.at(tempo)))
                .put("grafana/provisioning/datasources/equipoise.yaml", resource("datasource.yaml", folder))
                .put("grafana/provisioning/dashboards/equipoise.yaml", resource("dashboards.yaml", folder))
                .put("grafana/dashboards/equipoise-run.json", RunBoard.board().json())
                .put(
                        "grafana/dashboards/equipoise-fleet.json",
                        FleetBoard.board().json())
                .buildOrThrow());
    }

    /** The paths of existing files with other content. */
    public List<String> changedIn(Path folder) {
        return texts.entrySet().stream()
                .filter(file -> differs(folder.resolve(file.getKey()), file.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Writes all files, and replaces existing ones. */
    public void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, String> file : texts.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
        }
    }

    private static boolean differs(Path path, String text) {
        try {
            return Files.exists(path)
                    && !(Files.isRegularFile(path) && Files.readString(path).equals(text));
        } catch (IOException e) {
            // It cannot be read, or is not text: whatever it is, it is not ours.
            return true;
        }
    }

    private static String resource(String name, String targets) {
        try (InputStream stream = Objects.requireNonNull(MonitoringFiles.class.getResourceAsStream(name), name)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("${targets}", targets.replace("\\", "\\\\").replace("\"", "\\\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
