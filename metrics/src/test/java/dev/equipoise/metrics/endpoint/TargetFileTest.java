package dev.equipoise.metrics.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.Monitoring;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TargetFileTest {

    @TempDir
    private Path folder;

    private MetricsEndpoint endpoint;

    @BeforeEach
    void serve() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EndpointSettings settings = EndpointSettings.of(Monitoring.onPort(0));
        endpoint = MetricsEndpoint.open(settings, registry, new MetricsEndpoint.Run() {
            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }

            @Override
            public MetricsEndpoint.Page page() {
                return new MetricsEndpoint.Page("", "");
            }

            @Override
            public String script() {
                return "";
            }
        });
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void manyRunsHaveAFileEach() throws IOException {
        try (TargetFile one = write("a", "1");
                TargetFile two = write("a", "2")) {
            assertThat(one.file()).hasFileName("a.1.json").exists();
            assertThat(two.file()).hasFileName("a.2.json").exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void filesOfDeadProcessesGoWithTheNextRun() throws IOException {
        String alive;
        try (TargetFile one = write("a", "1")) {
            alive = Files.readString(one.file());
        }
        String pid = "\"__equipoise_process\" : \"" + ProcessHandle.current().pid() + "\"";
        assertThat(alive).contains(pid);
        Files.writeString(folder.resolve("alive.json"), alive);
        Files.writeString(folder.resolve("dead.json"), alive.replace(pid, "\"__equipoise_process\" : \"999999999\""));
        Files.writeString(
                folder.resolve("reused.json"),
                alive.replaceAll("(\"__equipoise_began\" : )\"[^\"]*\"", "$1\"2001-01-01T00:00:00Z\""));
        Files.writeString(
                folder.resolve("elsewhere.json"),
                alive.replace(pid, "\"__equipoise_process\" : \"999999999\"")
                        .replaceAll("(\"__equipoise_host\" : )\"[^\"]*\"", "$1\"another.example.org\""));
        Files.writeString(folder.resolve("by-hand.json"), "[{\"targets\": [\"localhost:1\"]}]");
        Files.writeString(folder.resolve("broken.json"), "[{");

        try (TargetFile next = write("b", "2")) {
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                "alive.json", "elsewhere.json", "by-hand.json", "broken.json", "b.2.json");
            }
            assertThat(next.file()).content().contains("\"__scheme__\" : \"http\"");
        }
    }

    @Test
    void aDeadFileThatStaysKeepsNoRunFromItsOwn() throws IOException {
        String dead;
        try (TargetFile one = write("a", "1")) {
            dead = Files.readString(one.file()).replaceAll("(\"__equipoise_process\" : )\"[^\"]*\"", "$1\"999999999\"");
        }
        Path stays = Files.writeString(folder.resolve("another-users.json"), dead);
        Path goes = Files.writeString(folder.resolve("dead.json"), dead);
        Disk shared = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("delete") && stays.equals(arguments[0])) {
                        throw new AccessDeniedException(stays.toString());
                    }
                    return method.invoke(new LocalDisk(), arguments);
                });

        try (TargetFile next = TargetFile.write(shared, folder, endpoint, "b", "2")) {
            assertThat(next.file()).exists();
            assertThat(stays).exists();
            assertThat(goes).doesNotExist();
        }
    }

    /** A clock that is set moves every time that Linux makes of a process's start. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessIsKnownByWhatNoClockMoves() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat")).split(" ", -1);
        try (TargetFile one = write("a", "1")) {
            assertThat(one.file()).content().contains("\"__equipoise_began\" : \"" + fields[21] + "\"");
        }
    }

    private TargetFile write(String experiment, String run) throws IOException {
        return TargetFile.write(new LocalDisk(), folder, endpoint, experiment, run);
    }
}
