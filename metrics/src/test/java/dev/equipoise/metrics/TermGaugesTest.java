package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.run.StepFinished;
import dev.equipoise.testing.Events;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TermGaugesTest {
    private static final StepFinished STEP = Events.step(0, 11.5, 1.5, 0.25);

    @TempDir
    private Path directory;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void eachMeasureOfAFurtherTermAndItsCriticHaveTheirNumbersOfTheLastStep() {
        MeterListener listener = listening("totalCorrelation", "spread");
        assertThat(series("vae_term")).isEmpty();
        listener.stepFinished(step(Map.of("totalCorrelation", 0.5, "spread", 1.0), 0.6875, 1));
        listener.stepFinished(
                step(Map.of("squaredError", 8.0, "kl", 1.75, "totalCorrelation", -0.375, "spread", 2.0), 0.625, 1.5));

        // Reconstruction and divergence have meters of their own.
        assertThat(series("vae_term"))
                .containsExactlyInAnyOrder(
                        "vae_term{" + labels("totalCorrelation") + "} -0.375",
                        "vae_term{" + labels("spread") + "} 2.0");
        assertThat(series("vae_critic"))
                .containsExactlyInAnyOrder(
                        "vae_critic_loss{" + labels("totalCorrelation") + "} 0.625",
                        "vae_critic_gradient_norm{" + labels("totalCorrelation") + "} 1.5");
    }

    @Test
    void aNumberThatIsNotFiniteIsCountedAndTheLastFiniteOneStays() {
        MeterListener listener = listening("totalCorrelation");
        listener.stepFinished(step(Map.of("totalCorrelation", 0.5), 0.6875, 1));
        listener.stepFinished(step(Map.of("totalCorrelation", Double.NaN), Double.POSITIVE_INFINITY, Double.NaN));

        assertThat(series("vae_term", "vae_critic", "vae_nonfinite"))
                .containsExactlyInAnyOrder(
                        "vae_term{" + labels("totalCorrelation") + "} 0.5",
                        "vae_critic_loss{" + labels("totalCorrelation") + "} 0.6875",
                        "vae_critic_gradient_norm{" + labels("totalCorrelation") + "} 1.0",
                        "vae_nonfinite_total{experiment=\"digits-fixed\",run=\"20261122-160000-ab1z\"} 4.0");
    }

    @Test
    void aStepThatDidNotReachTheTermsLeavesThemAsTheyWere() {
        MeterListener listener = listening("totalCorrelation");
        listener.stepFinished(step(Map.of("totalCorrelation", 0.5), 0.6875, 1));
        listener.stepFinished(STEP);

        assertThat(series("vae_term")).containsExactly("vae_term{" + labels("totalCorrelation") + "} 0.5");
    }

    @Test
    void theNumberOfSeriesIsBounded() {
        String[] names = IntStream.range(0, 100).mapToObj(i -> "moment" + i).toArray(String[]::new);
        Map<String, Double> measured = new HashMap<>();
        List.of(names).forEach(name -> measured.put(name, 1.0));
        listening(names).stepFinished(step(measured, 1, 1));

        assertThat(series("vae_term")).hasSize(64).contains("vae_term{" + labels("moment63") + "} 1.0");
    }

    @Test
    void aNameIsInert() {
        String name = "a\"} 1\nvae_loss 9 \\";
        listening(name).stepFinished(step(Map.of(name, 0.5), 0.6875, 1));

        assertThat(series("vae_term")).containsExactly("vae_term{" + labels("a\\\"} 1\\nvae_loss 9 \\\\") + "} 0.5");
        assertThat(series("vae_loss 9")).isEmpty();
    }

    private MeterListener listening(String... measures) {
        Measure[] all = List.of(measures).stream()
                .map(name -> Measure.of(name, Grain.EXAMPLE, "nats"))
                .toArray(Measure[]::new);
        return new MeterListener(registry, JudgedTerm.started(directory, all), Instant.ofEpochSecond(1_780_000_000));
    }

    private static StepFinished step(Map<String, Double> measured, double criticLoss, double criticGradientNorm) {
        return Events.judged(
                STEP, measured, Map.of("totalCorrelation", new Readings.OfCritic(criticLoss, criticGradientNorm)));
    }

    private List<String> series(String... prefixes) {
        return registry.scrape("text/plain; version=0.0.4; charset=utf-8")
                .lines()
                .filter(line -> List.of(prefixes).stream().anyMatch(line::startsWith))
                .toList();
    }

    private static String labels(String name) {
        return "experiment=\"digits-fixed\",name=\"" + name + "\",run=\"20261122-160000-ab1z\"";
    }
}
