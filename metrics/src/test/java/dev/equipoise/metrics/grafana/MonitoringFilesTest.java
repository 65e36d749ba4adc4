package dev.equipoise.metrics.grafana;

import static org.assertj.core.api.Assertions.assertThat;

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
    void onlyFilesThatHoldSomethingElseAreChanged() throws IOException {
        MonitoringFiles files = MonitoringFiles.of(folder.resolve("targets"), Tempo.NORMAL);
        assertThat(files.changedIn(folder)).isEmpty();
        files.writeTo(folder);
        assertThat(files.changedIn(folder)).isEmpty();

        Files.writeString(folder.resolve("compose.yaml"), "mine");
        Files.write(folder.resolve("prometheus/prometheus.yml"), new byte[] {(byte) 0xff});
        assertThat(files.changedIn(folder)).containsExactly("compose.yaml", "prometheus/prometheus.yml");
    }
}
