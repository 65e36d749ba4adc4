package dev.equipoise.metrics.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.endpoint.EndpointSettings;
import dev.equipoise.run.Monitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The written tree as the two containers see it. No container runs where the project is built: paths are followed through
 * the mounts of compose.yaml by hand.
 */
class ComposeTest {

    @TempDir
    private Path folder;

    private Path targets = Path.of("");
    private JsonNode compose;
    private JsonNode prometheus;
    private JsonNode source;
    private JsonNode boards;

    @BeforeEach
    void write() throws IOException {
        targets = Files.createDirectories(folder.resolve("my \"runs\": $HOME/.prometheus"));
        MonitoringFiles.of(targets, Tempo.NORMAL).writeTo(folder);
        compose = yaml("compose.yaml");
        prometheus = yaml("prometheus/prometheus.yml");
        source = yaml("grafana/provisioning/datasources/equipoise.yaml").at("/datasources/0");
        boards = yaml("grafana/provisioning/dashboards/equipoise.yaml").at("/providers/0");
    }

    @Test
    void whatIsMountedIsWrittenAndReadOnlyAndDataLieInVolumesOfTheirOwn() {
        for (String service : List.of("prometheus", "grafana")) {
            assertThat(mounts(service).values())
                    .allSatisfy(outside -> assertThat(outside).isDirectory());
        }
        assertThat(compose.at("/services"))
                .allSatisfy(service -> assertThat(service.get("volumes"))
                        .allSatisfy(volume -> assertThat(
                                        volume.path("read_only").asBoolean()
                                                || volume.asText().endsWith(":ro")
                                                || compose.get("volumes")
                                                        .has(volume.asText().split(":", -1)[0]))
                                .as(volume.toString())
                                .isTrue()));
        assertThat(option("--storage.tsdb.path"))
                .isEqualTo(volumes("prometheus").get("prometheus"));
        assertThat(volumes("grafana").get("grafana")).isEqualTo("/var/lib/grafana");
    }

    @Test
    void prometheusFindsItsConfigurationItsRulesAndTheRuns() throws IOException {
        String configuration = option("--config.file");
        assertThat(outside("prometheus", configuration)).isRegularFile();
        assertThat(prometheus.at("/rule_files")).isNotEmpty();
        for (JsonNode rules : prometheus.at("/rule_files")) {
            // They are looked for beside the configuration.
            Path pattern = outside(
                    "prometheus",
                    Path.of(configuration).resolveSibling(rules.asText()).toString());
            try (Stream<Path> found = Files.list(pattern.getParent())) {
                assertThat(found.map(Path::getFileName).map(Path::toString)).containsExactly("equipoise.yml");
            }
            assertThat(pattern).hasFileName("*.yml");
        }
        String found =
                prometheus.at("/scrape_configs/0/file_sd_configs/0/files/0").asText();
        assertThat(outside("prometheus", found)).isEqualTo(targets.resolve("*.json"));
        // The same path is right for a Prometheus without a container.
        assertThat(found).isEqualTo(targets + "/*.json");
        assertThat(prometheus.at("/scrape_configs/0/honor_labels").asBoolean()).isTrue();
    }

    @Test
    void aFolderOfAnyNameIsMountedUnderItsOwn() {
        // Two dollars stand for one, and where source and target have a key each, a colon does not part them.
        JsonNode mount = compose.at("/services/prometheus/volumes/1");
        assertThat(mount.get("type").asText()).isEqualTo("bind");
        assertThat(mount.get("source").asText())
                .isEqualTo(targets.toString().replace("$", "$$"))
                .isEqualTo(mount.get("target").asText());
    }

    @Test
    void grafanaFindsItsProvisioningItsBoardsAndItsHome() {
        // Where Grafana's image looks unless GF_PATHS_PROVISIONING says otherwise.
        Path provisioning = outside("grafana", "/etc/grafana/provisioning");
        assertThat(provisioning.resolve("datasources/equipoise.yaml")).isRegularFile();
        assertThat(provisioning.resolve("dashboards/equipoise.yaml")).isRegularFile();
        assertThat(environment().has("GF_PATHS_PROVISIONING")).isFalse();
        assertThat(outside("grafana", boards.at("/options/path").asText()))
                .isDirectoryContaining("glob:**/equipoise-run.json")
                .isDirectoryContaining("glob:**/equipoise-fleet.json");
        assertThat(outside(
                        "grafana",
                        environment()
                                .get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                                .asText()))
                .isRegularFile();
    }

    @Test
    void theDataSourceIsThePrometheusOfTheSameFileAndTheOneThatTheBoardsAsk() throws IOException {
        assertThat(source.get("url").asText()).isEqualTo("http://" + option("--web.listen-address"));
        assertThat(source.get("isDefault").asBoolean()).isTrue();
        assertThat(source.at("/jsonData/timeInterval").asText())
                .isEqualTo(prometheus.at("/global/scrape_interval").asText());
        for (String board : List.of("run", "fleet")) {
            JsonNode json = new YAMLMapper()
                    .readTree(folder.resolve("grafana/dashboards/equipoise-" + board + ".json")
                            .toFile());
            assertThat(json.findValues("datasource")).isNotEmpty().allSatisfy(asked -> {
                assertThat(asked.get("type").asText())
                        .isEqualTo(source.get("type").asText());
                // A variable, so that a board fits any Grafana; Grafana's first choice for it is the default source.
                assertThat(asked.get("uid").asText())
                        .isIn("${datasource}", source.get("uid").asText());
            });
            JsonNode variable = json.at("/templating/list/0");
            assertThat(variable.get("name").asText()).isEqualTo("datasource");
            assertThat(variable.get("query").asText())
                    .isEqualTo(source.get("type").asText());
        }
    }

    @Test
    void bothReachTheLoopbackAddressOfTheMachineAndNothingReachesThemFromElsewhere() throws IOException {
        EndpointSettings endpoint = EndpointSettings.of(Monitoring.onPort(0));
        assertThat(endpoint.address().isLoopbackAddress()).isTrue();
        assertThat(compose.get("services")).hasSize(2).allSatisfy(service -> {
            assertThat(service.get("network_mode").asText()).isEqualTo("host");
            // Ports are not published from the machine's own network.
            assertThat(service.has("ports")).isFalse();
            assertThat(service.get("image").asText()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+");
        });
        assertThat(option("--web.listen-address")).isEqualTo("127.0.0.1:9090");
        assertThat(environment().get("GF_SERVER_HTTP_ADDR").asText()).isEqualTo("127.0.0.1");
        assertThat(Files.readString(Path.of("..", "docs", "monitoring.md")))
                .contains("http://127.0.0.1:"
                        + environment().get("GF_SERVER_HTTP_PORT").asText())
                .contains("http://" + option("--web.listen-address") + "/alerts");
    }

    @Test
    void whoeverLooksChangesNothing() {
        assertThat(environment().get("GF_AUTH_ANONYMOUS_ENABLED").asText()).isEqualTo("true");
        assertThat(environment().get("GF_AUTH_ANONYMOUS_ORG_ROLE").asText()).isEqualTo("Viewer");
        assertThat(environment().get("GF_SECURITY_ADMIN_PASSWORD").asText())
                .isEqualTo("${GRAFANA_ADMIN_PASSWORD:-admin}");
    }

    private JsonNode environment() {
        return compose.at("/services/grafana/environment");
    }

    /** The value of an option of Prometheus. */
    private String option(String name) {
        return StreamSupport.stream(compose.at("/services/prometheus/command").spliterator(), false)
                .map(JsonNode::asText)
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findAny()
                .orElseThrow();
    }

    /** Where a path of a container lies on this machine. */
    private Path outside(String service, String inside) {
        Optional<Map.Entry<String, Path>> mount = mounts(service).entrySet().stream()
                .filter(entry -> Path.of(inside).startsWith(entry.getKey()))
                .findAny();
        assertThat(mount).as(inside + " in " + service).isPresent();
        return mount.get()
                .getValue()
                .resolve(Path.of(mount.get().getKey()).relativize(Path.of(inside)))
                .normalize();
    }

    /** Folders of this machine by their path in the container. */
    private Map<String, Path> mounts(String service) {
        Map<String, Path> mounts = new TreeMap<>();
        for (JsonNode volume : compose.at("/services/" + service + "/volumes")) {
            String[] parts = volume.asText().split(":", -1);
            if (volume.isObject()) {
                mounts.put(
                        volume.get("target").asText().replace("$$", "$"),
                        Path.of(volume.get("source").asText().replace("$$", "$")));
            } else if (parts[0].startsWith(".")) {
                mounts.put(parts[1], folder.resolve(parts[0]).normalize());
            }
        }
        return mounts;
    }

    /** Paths in the container by the named volume that lies there. */
    private Map<String, String> volumes(String service) {
        Map<String, String> volumes = new TreeMap<>();
        for (JsonNode volume : compose.at("/services/" + service + "/volumes")) {
            String[] parts = volume.asText().split(":", -1);
            if (volume.isTextual() && compose.get("volumes").has(parts[0])) {
                volumes.put(parts[0], parts[1]);
            }
        }
        return volumes;
    }

    private JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(folder.resolve(name).toFile());
    }
}
