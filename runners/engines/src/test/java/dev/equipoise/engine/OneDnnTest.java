package dev.equipoise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That gradients of convolutions are right on such a machine is held by {@code EngineAgreementTest}, where it runs on one. */
class OneDnnTest {

    @TempDir
    Path folder;

    @Test
    void onlyAKnownProcessorWithoutCachesHidesThem() throws IOException {
        Path cpu = folder.resolve("cpu0");
        assertThat(OneDnn.hidesCaches("amd64", cpu)).as("no Linux").isFalse();

        Files.createDirectory(cpu);
        assertThat(OneDnn.hidesCaches("amd64", cpu)).isTrue();
        assertThat(OneDnn.hidesCaches("aarch64", cpu)).isFalse();

        Files.createDirectory(cpu.resolve("cache"));
        assertThat(OneDnn.hidesCaches("amd64", cpu)).isFalse();
    }
}
