package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class GpuMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<List<String>> driver = new AtomicReference<>(List.of());
    private final GpuMeters gpus = new GpuMeters(registry, driver::get);

    @Test
    void whatTheDriverSaysIsOnThePageInBytesAndShares() {
        driver.set(List.of("0, 512, 1024, 25", "1, 0, 2048, 100"));

        assertThat(gpus.sample()).isTrue();

        assertThat(registry.scrape().lines())
                .contains(
                        "vae_gpu_memory_used_bytes{gpu=\"0\"} 5.36870912E8",
                        "vae_gpu_memory_total_bytes{gpu=\"1\"} 2.147483648E9",
                        "vae_gpu_utilization_ratio{gpu=\"0\"} 0.25",
                        "vae_gpu_utilization_ratio{gpu=\"1\"} 1.0");
    }

    @Test
    void aValueThatTheDriverDoesNotKnowIsAbsentUntilItDoes() {
        driver.set(List.of("0, 512, 1024, [N/A]"));
        gpus.sample();
        assertThat(registry.scrape())
                .doesNotContain("vae_gpu_utilization_ratio")
                .doesNotContain("NaN");
        driver.set(List.of("0, 256, 1024, 50", "nonsense"));
        gpus.sample();
        assertThat(registry.scrape().lines()).contains("vae_gpu_utilization_ratio{gpu=\"0\"} 0.5");
        driver.set(List.of("0, [N/A], 1024, [N/A]"));
        gpus.sample();
        assertThat(registry.scrape())
                .contains("vae_gpu_memory_total_bytes{gpu=\"0\"} 1.073741824E9")
                .doesNotContain("vae_gpu_memory_used_bytes", "vae_gpu_utilization_ratio");
    }

    @Test
    void aDriverThatFailsOnceIsAskedAgainAndNoOldValueIsShownMeanwhile() {
        driver.set(List.of("0, 512, 1024, 25", "1, 512, 1024, 25"));
        gpus.sample();

        driver.set(List.of());
        assertThat(gpus.sample()).isTrue();
        assertThat(registry.scrape()).doesNotContain("vae_gpu_");

        driver.set(List.of("1, 256, 1024, 75"));
        assertThat(gpus.sample()).isTrue();
        assertThat(registry.scrape().lines())
                .contains("vae_gpu_utilization_ratio{gpu=\"1\"} 0.75")
                .noneMatch(line -> line.contains("gpu=\"0\""));
    }

    @Test
    void withoutAGpuItIsNotAskedAgain() {
        assertThat(gpus.sample()).isFalse();
        assertThat(registry.getMeters()).isEmpty();
    }
}
