package dev.equipoise.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Digits;
import dev.equipoise.data.Standardize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.metrics.alert.Tempo;
import dev.equipoise.metrics.grafana.MonitoringFiles;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends badly is told of by a real Prometheus with the configuration as it is written. */
@Tag("slow")
class BadEndTest {
    private static final String DIVERGING = "monitored-diverging";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Experiment(name = DIVERGING, epochs = 1_000_000, batchSize = 128, seed = 7)
    @Digits
    @Standardize
    @MlpVae(hidden = 16, latent = 2)
    @Poison
    static final class Diverging {}

    /** A loss term that is 0, and not finite once a file is there. */
    @Part(Poison.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Poison {
        String file() default "";

        record Term(Path file) implements LossTerm {
            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("poison", Grain.LATENT_OF_EXAMPLE, "nothing"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                return List.of(output.mean().mul(batch.constants().fixed(Files.exists(file) ? Double.NaN : 0)));
            }
        }

        final class Factory implements PartFactory<Poison, LossTerm> {
            @Override
            public LossTerm create(Poison annotation, Facts facts) {
                return new Term(Path.of(annotation.file()));
            }
        }
    }

    @Test
    void aRunThatDivergesOnceItIsScrapedIsToldOfAndNotTakenForKilled(@TempDir Path folder) throws Exception {
        Programs.need("prometheus", "prometheus");
        Path runs = Files.createDirectories(folder.resolve("runs"));
        Path poison = folder.resolve("poison");
        MonitoringFiles.of(Files.createDirectories(runs.resolve(".prometheus")), Tempo.NORMAL)
                .writeTo(folder.resolve("monitoring"));
        Prometheus prometheus = Prometheus.start(folder.resolve("monitoring/prometheus/prometheus.yml"), folder);
        Training training = Training.start(DIVERGING, runs, "--set", "poison.file=" + poison);
        try {
            prometheus.await(
                    "a scrape",
                    PATIENCE,
                    () -> !prometheus.query("vae_step > 0").isEmpty());
            Files.createFile(poison);

            prometheus.await("the end", PATIENCE, () -> !training.lives());
            assertThat(training.exitCode()).as("diverged").isEqualTo(70);
            prometheus.await(
                    "the alert",
                    PATIENCE,
                    () -> !prometheus
                            .query("ALERTS{alertname=\"Diverged\", alertstate=\"firing\"}")
                            .isEmpty());
            // The alert may come before Prometheus has read that the target is gone. That of a killed process would
            // stay.
            prometheus.await(
                    "the end of the target",
                    PATIENCE,
                    () -> prometheus.query("up{job=\"equipoise\"}").isEmpty());
            assertThat(prometheus.query("last_over_time(vae_run_state{state=\"diverged\"}[1h]) == 1"))
                    .as("the last state that was scraped")
                    .hasSize(1);
        } finally {
            training.end();
            prometheus.end();
        }
    }
}
