package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `dashboard` writes, and what it refuses to write over. */
class DashboardCommandTest {

    @TempDir
    private Path folder;

    private final FakeApplication application = new FakeApplication();

    @Test
    void everythingIsWrittenNamedAndStartedByOneCommand() throws IOException {
        assertThat(dashboard()).isZero();

        assertThat(application.terminal.out())
                .contains("grafana/dashboards/equipoise-run.json", "prometheus/rules/equipoise.yml")
                .contains("docker compose up -d");
        assertThat(out().resolve("grafana/dashboards/equipoise-fleet.json")).isNotEmptyFile();
        assertThat(Files.readString(out().resolve("prometheus/prometheus.yml")))
                .contains(folder.resolve("runs").resolve(".prometheus").toAbsolutePath() + "/*.json");
        assertThat(folder.resolve("runs").resolve(".prometheus")).isDirectory();
    }

    @Test
    void aFileThatWasChangedIsNamedAndKeptUnlessForced() throws IOException {
        assertThat(dashboard()).isZero();
        assertThat(dashboard()).isZero();
        Path compose = out().resolve("compose.yaml");
        Files.writeString(compose, "mine");

        assertThat(dashboard()).isEqualTo(1);
        assertThat(application.terminal.err())
                .contains("compose.yaml", "--force")
                .doesNotContain("prometheus.yml");
        assertThat(compose).hasContent("mine");

        application.terminal.clear();
        assertThat(dashboard("--force")).isZero();
        assertThat(application.terminal.out()).contains("overwrote your changes in: compose.yaml");
        assertThat(Files.readString(compose)).contains("prom/prometheus");
    }

    @Test
    void aFolderOfTargetFilesCanBeNamed() throws IOException {
        Path targets = folder.resolve("shared");
        assertThat(dashboard("--targets", targets.toString())).isZero();
        assertThat(Files.readString(out().resolve("prometheus/prometheus.yml"))).contains(targets + "/*.json");
    }

    @Test
    void withoutAFolderToWriteToItIsAMistakeOfUsage() {
        assertThat(application.execute("dashboard")).isEqualTo(2);
        assertThat(application.terminal.err()).contains("--out");
    }

    private int dashboard(String... more) {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "dashboard";
        arguments[1] = "--out";
        arguments[2] = out().toString();
        arguments[3] = "--runs";
        arguments[4] = folder.resolve("runs").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return application.execute(arguments);
    }

    private Path out() {
        return folder.resolve("monitoring");
    }
}
