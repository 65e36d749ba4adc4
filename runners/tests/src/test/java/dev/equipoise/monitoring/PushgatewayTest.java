package dev.equipoise.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import dev.equipoise.model.LinearVae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is over before anybody could scrape it, by way of a real Pushgateway and a real Prometheus. */
@Tag("slow")
class PushgatewayTest {
    private static final String PUSHED = "pushed";

    @Experiment(name = PUSHED, epochs = 4, batchSize = 64, seed = 3)
    @GaussianData(examples = 1_024)
    @LinearVae(latent = 3)
    static final class Pushed {}

    @TempDir
    private Path folder;

    @Test
    void theFleetShowsARunThatNobodyScraped() throws IOException, InterruptedException {
        Programs.need("prometheus", "prometheus");
        Programs.need("prometheus-pushgateway", "prometheus-pushgateway");
        // Debian's keeps what was pushed in a file of the machine unless told otherwise.
        Listening gateway = Listening.start(
                folder.resolve("gateway.log"),
                "prometheus-pushgateway",
                "--persistence.file=" + folder.resolve("gateway.data"));
        Prometheus prometheus = Prometheus.start(scraping(gateway.address()), folder);
        try {
            Path settings = Files.writeString(
                    folder.resolve("metrics.yaml"),
                    "pushgateway:\n  url: http://" + gateway.address() + "\n  seconds: 1\n");
            Path runs = Files.createDirectories(folder.resolve("runs"));
            Training training = Training.start(PUSHED, runs, "--metrics-config", settings.toString());
            prometheus.await("the run to end", Duration.ofMinutes(5), () -> !training.lives());
            MonitoringFiles files = MonitoringFiles.of(folder, Tempo.NORMAL);
            String states = BoardQuery.of(files, "fleet").get(1).expression();

            prometheus.await(
                    "the run on the fleet's board",
                    Duration.ofMinutes(2),
                    () -> prometheus
                            .query(BoardQuery.chosen(states, PUSHED, ".+"))
                            .findValuesAsText("state")
                            .contains("completed"));
            assertThat(prometheus.labelValues("run", "vae_run_info{experiment=\"" + PUSHED + "\", job=\"equipoise\"}"))
                    .hasSize(1);
        } finally {
            prometheus.end();
            gateway.end();
        }
    }

    private Path scraping(String gateway) throws IOException {
        return Files.writeString(folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: pushgateway
                    scrape_interval: 1s
                    honor_labels: true
                    static_configs:
                      - targets: ["%s"]
                """.formatted(gateway));
    }
}
