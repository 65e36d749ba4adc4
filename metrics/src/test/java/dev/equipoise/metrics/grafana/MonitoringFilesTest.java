package dev.equipoise.metrics.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.equipoise.metrics.alert.Tempo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person copies, and that nothing of hers is lost by it. */
class MonitoringFilesTest {

    @TempDir
    private Path folder;

    @Test
    void theFilesFitTogether() throws IOException {
        MonitoringFiles files = MonitoringFiles.of(Path.of("/data/my \"runs\"/targets"), Tempo.NORMAL);
        JsonNode compose = yaml(files, "compose.yaml");
        JsonNode prometheus = yaml(files, "prometheus/prometheus.yml");
        JsonNode source = yaml(files, "grafana/provisioning/datasources/equipoise.yaml");
        JsonNode boards = yaml(files, "grafana/provisioning/dashboards/equipoise.yaml");

        String targets = "/data/my \"runs\"/targets";
        assertThat(prometheus.at("/scrape_configs/0/file_sd_configs/0/files/0").asText())
                .isEqualTo(targets + "/*.json");
        assertThat(compose.at("/services/prometheus/volumes/1").asText()).isEqualTo(targets + ":" + targets + ":ro");
        assertThat(prometheus.at("/scrape_configs/0/honor_labels").asBoolean()).isTrue();
        assertThat(prometheus.at("/rule_files/0").asText()).isEqualTo("rules/*.yml");
        assertThat(source.at("/datasources/0/jsonData/timeInterval").asText())
                .isEqualTo(prometheus.at("/global/scrape_interval").asText());
        assertThat(compose.at("/services/prometheus/command").toString())
                .contains("--web.listen-address="
                        + source.at("/datasources/0/url").asText().replace("http://", ""));
        assertThat(compose.at("/services/grafana/volumes/1").asText())
                .isEqualTo("./grafana/dashboards:"
                        + boards.at("/providers/0/options/path").asText() + ":ro");
        assertThat(compose.at("/services/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asText())
                .isEqualTo(boards.at("/providers/0/options/path").asText() + "/equipoise-fleet.json");
    }

    @Test
    void imagesArePinnedAndNothingListensBeyondThisMachine() throws IOException {
        JsonNode services =
                yaml(MonitoringFiles.of(folder, Tempo.NORMAL), "compose.yaml").get("services");
        assertThat(services)
                .allSatisfy(
                        service -> assertThat(service.get("image").asText()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+"));
        assertThat(services.at("/prometheus/command").toString()).contains("--web.listen-address=127.0.0.1:9090");
        assertThat(services.at("/grafana/environment/GF_SERVER_HTTP_ADDR").asText())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void onlyFilesThatHoldSomethingElseAreChanged() throws IOException {
        MonitoringFiles files = MonitoringFiles.of(folder.resolve("targets"), Tempo.NORMAL);
        assertThat(files.changedIn(folder)).isEmpty();
        files.writeTo(folder);
        assertThat(files.changedIn(folder)).isEmpty();

        Files.writeString(folder.resolve("compose.yaml"), "mine");
        Files.write(folder.resolve("prometheus/prometheus.yml"), new byte[] {(byte) 0xff});
        assertThat(files.changedIn(folder)).containsExactly("compose.yaml", "prometheus/prometheus.yml");
    }

    private static JsonNode yaml(MonitoringFiles files, String name) throws IOException {
        return new YAMLMapper().readTree(files.texts().get(name));
    }
}
