package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.equipoise.balance.Readings;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.run.BatchesSplit;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.testing.Events;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MeterListenerTest {
    private static final String RUN = "experiment=\"digits-fixed\",run=\"20261122-160000-ab1z\"";

    @TempDir
    private Path directory;

    private PrometheusMeterRegistry registry;
    private MeterListener listener;

    @BeforeEach
    void start() {
        listenTo(Events.started(directory));
    }

    private void listenTo(RunStarted start) {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().commonTags("experiment", "digits-fixed", "run", "20261122-160000-ab1z");
        listener = new MeterListener(registry, start, Instant.ofEpochSecond(1_780_000_000));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void everyNumberOfAStepIsOnThePage() {
        listener.stepFinished(
                Events.steered(Events.step(0, 11.5, 1.5, 0.25), 3.5, Map.of("integral", 0.125, "error", -1.75)));

        assertThat(page().lines())
                .contains(
                        "vae_loss{" + phase("train") + "} 11.5",
                        "vae_squared_error{" + phase("train") + "} 8.0",
                        "vae_mse{" + phase("train") + "} 2.0",
                        "vae_kl_nats{" + phase("train") + "} 1.75",
                        "vae_kl_latent_nats{" + latent("0", "train") + "} 1.5",
                        "vae_kl_latent_nats{" + latent("1", "train") + "} 0.25",
                        "vae_beta{" + RUN + "} 2.0",
                        "vae_weighted_kl_nats{" + RUN + "} 3.5",
                        "vae_kl_target_nats{" + RUN + "} 3.5",
                        "vae_reconstruction{" + phase("train") + "} 8.0",
                        "vae_learning_rate{" + RUN + "} 0.001",
                        "vae_gradient_norm{" + RUN + "} 0.5",
                        "vae_epoch{" + RUN + "} 1.0",
                        "vae_steps_total{" + RUN + "} 1.0",
                        "vae_examples_total{" + RUN + "} 10.0",
                        "vae_nonfinite_total{" + RUN + "} 0.0",
                        "vae_step_seconds_bucket{" + RUN + ",le=\"0.001\"} 0",
                        "vae_step_seconds_bucket{" + RUN + ",le=\"0.0025\"} 1",
                        "vae_step_seconds_bucket{" + RUN + ",le=\"100.0\"} 1",
                        "vae_step_seconds_count{" + RUN + "} 1",
                        "vae_step_seconds_sum{" + RUN + "} 0.002",
                        "vae_strategy{experiment=\"digits-fixed\",name=\"integral\",run=\"20261122-160000-ab1z\"} 0.125",
                        "vae_strategy{experiment=\"digits-fixed\",name=\"error\",run=\"20261122-160000-ab1z\"} -1.75",
                        "vae_run_info{device=\"cpu\",engine=\"MXNet\"," + RUN
                                + ",strategy=\"myStrategy\",version=\"0.1.0\"} 1");
    }

    @Test
    void everyNumberOfAValidationIsOnThePage() {
        listener.stepFinished(Events.step(0, 11.5, 1.5, 0.25));
        listener.epochFinished(Events.epoch(List.of(1.0, 0.0), List.of(1.0, 0.25)));

        assertThat(page().lines())
                .contains(
                        "vae_loss{" + phase("validation") + "} 8.25",
                        "vae_squared_error{" + phase("validation") + "} 6.0",
                        "vae_mse{" + phase("validation") + "} 1.5",
                        "vae_kl_nats{" + phase("validation") + "} 1.25",
                        "vae_kl_latent_nats{" + latent("1", "validation") + "} 0.25",
                        "vae_reconstruction{" + phase("validation") + "} 6.0",
                        "vae_elbo_optimal_variance_nats{" + phase("validation") + "} -19.0",
                        "vae_active_units{" + phase("validation") + "} 1.0");
    }

    @Test
    void thePlanIsThereFromTheStart() {
        assertThat(page().lines())
                .contains(
                        "vae_planned_epochs{" + RUN + "} 2.0",
                        "vae_planned_steps{" + RUN + "} 20.0",
                        "vae_beta_bound{bound=\"min\"," + RUN + "} 0.5",
                        "vae_beta_bound{bound=\"max\"," + RUN + "} 8.0",
                        "vae_run_start_timestamp_seconds{" + RUN + "} 1.78E9",
                        "vae_rollbacks_total{" + RUN + "} 0.0");
    }

    @Test
    void aBatchThatIsTakenInHalvesIsTold() {
        assertThat(page().lines()).contains("vae_micro_batches{" + RUN + "} 1.0");

        listener.batchesSplit(new BatchesSplit(7, 2, 512, "no memory"));
        assertThat(page().lines()).contains("vae_micro_batches{" + RUN + "} 2.0");
    }

    @Test
    void aRollbackTakesThePlaceInThePlanBackAndCountsTheWorkThatIsDoneAgain() {
        for (long step = 0; step < 7; step++) {
            listener.stepFinished(Events.step(step, 11.5, 1));
        }
        assertThat(page().lines()).contains("vae_step{" + RUN + "} 7.0", "vae_steps_total{" + RUN + "} 7.0");

        listener.rolledBack(new RolledBack(7, 5, 0, "the loss", 0.5, 1));
        assertThat(page().lines())
                .contains(
                        "vae_rollbacks_total{" + RUN + "} 1.0",
                        "vae_step{" + RUN + "} 5.0",
                        "vae_steps_total{" + RUN + "} 7.0");

        listener.stepFinished(Events.step(5, 11.5, 1));
        assertThat(page().lines())
                .contains(
                        "vae_step{" + RUN + "} 6.0",
                        "vae_steps_total{" + RUN + "} 8.0",
                        "vae_examples_total{" + RUN + "} 80.0");
    }

    @Test
    void aCheckpointThatFailsIsCountedAndTheTimeOfTheLastOneOnDiskStays() {
        listener.checkpointSaved(new CheckpointSaved(
                1, CheckpointSaved.Reason.INTERVAL, 1000, 0.1, Instant.ofEpochSecond(1_790_000_000)));
        listener.checkpointFailed(new CheckpointFailed(2, "No space left on device"));
        assertThat(page().lines())
                .contains(
                        "vae_checkpoint_failures_total{" + RUN + "} 1.0",
                        "vae_checkpoint_last_success_timestamp_seconds{" + RUN + "} 1.79E9");
    }

    @Test
    void aResumedRunStandsWhereItsCheckpointDoesAndCountsItsOwnWork() {
        PrometheusMeterRegistry resumed = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RunStarted begun = Events.started(directory);
        RunListener after = new MeterListener(
                resumed,
                new RunStarted(
                        begun.plan(),
                        begun.runId(),
                        directory,
                        begun.environment(),
                        begun.parameters(),
                        1,
                        12,
                        120,
                        List.of()),
                Instant.ofEpochSecond(1_780_000_000));
        assertThat(resumed.scrape().lines())
                .contains(
                        "vae_step{" + RUN + "} 12.0",
                        "vae_steps_total{" + RUN + "} 0.0",
                        "vae_examples_total{" + RUN + "} 0.0");

        after.stepFinished(Events.step(12, 11.5, 1));
        assertThat(resumed.scrape().lines())
                .contains(
                        "vae_step{" + RUN + "} 13.0",
                        "vae_steps_total{" + RUN + "} 1.0",
                        "vae_examples_total{" + RUN + "} 10.0");
    }

    @Test
    void theActiveUnitsOfTheTrainingSplitAreKnownAtTheEnd() {
        assertThat(page()).doesNotContain("vae_active_units");
        listener.finished(Events.finished(RunStatus.COMPLETED, directory));
        assertThat(page().lines()).contains("vae_active_units{" + phase("train") + "} 1.0");
    }

    @Test
    void whatHasNoValueYetIsAbsentRatherThanNaN() {
        assertThat(page()).doesNotContain("NaN").doesNotContain("vae_loss").doesNotContain("vae_kl_target_nats");
    }

    @Test
    void aCapacityIsThereWhereTheDivergenceIsPricedByItsDistanceFromOne() {
        listener.stepFinished(Events.step(0, 11.5, 1.5, 0.25));
        assertThat(page()).doesNotContain("vae_capacity_nats{");
        listener.stepFinished(Events.towards(2.5));
        assertThat(page().lines()).contains("vae_capacity_nats{" + RUN + "} 2.5");
    }

    @Test
    void weightedKlIsWhatTheDivergenceAddsToTheLossAndEveryTermHasItsContribution() {
        Measure lateness = Measure.of("lateness", Grain.BATCH, "hours");
        listenTo(JudgedTerm.started(directory, lateness));
        listener.stepFinished(Events.judged(Events.towards(2.5), Map.of("lateness", 0.25), Map.of()));

        assertThat(page().lines())
                .contains(
                        "vae_weighted_kl_nats{" + RUN + "} 7.5",
                        contribution("reconstruction") + " 8.0",
                        contribution("divergence") + " 7.5",
                        contribution("lateness") + " 0.25");
    }

    private static String contribution(String name) {
        return "vae_contribution{experiment=\"digits-fixed\",name=\"" + name + "\",run=\"20261122-160000-ab1z\"}";
    }

    @Test
    void nonFiniteValuesAreCountedAndTheLastFiniteOnesStay() {
        listener.stepFinished(Events.step(0, 11.5, 1));
        StepFinished bad = Events.step(1, Double.NaN, Double.POSITIVE_INFINITY);
        listener.stepFinished(bad);

        // The loss, KL, the latent's KL, the weighted KL and the contribution of the divergence; and no update was
        // made.
        assertThat(page().lines())
                .contains(
                        "vae_nonfinite_total{" + RUN + "} 5.0",
                        "vae_loss{" + phase("train") + "} 11.5",
                        "vae_weighted_kl_nats{" + RUN + "} 2.0",
                        "vae_steps_total{" + RUN + "} 1.0");
        assertThat(page()).doesNotContain("NaN").doesNotContain("} +Inf");
    }

    @Test
    void theTimeLeftIsThatOfTheLastEventAndNothingAfterTheEnd() {
        listener.stepFinished(Events.step(0, 11.5, 1.5, 0.25));
        assertThat(page().lines()).contains("vae_time_left_seconds{" + RUN + "} 125.0");
        listener.epochFinished(Events.epoch(List.of(1.5, 0.25), List.of(1.0, 0.25)));
        assertThat(page().lines()).contains("vae_time_left_seconds{" + RUN + "} 100.0");
        listener.finished(Events.finished(RunStatus.TERMINATED, directory));
        assertThat(page().lines()).contains("vae_time_left_seconds{" + RUN + "} 0.0");
    }

    @ParameterizedTest
    @EnumSource
    void exactlyOneStateHoldsAtATime(RunStatus status) {
        assertThat(heldStates()).containsExactly("running");
        listener.finished(Events.finished(status, directory));
        assertThat(heldStates()).containsExactly(status.word());
        assertThat(page()).contains("state=\"running\"} 0.0");
    }

    @Test
    void ofManyLatentsThoseWithTheLargestKlOfTheFirstEpochAreExportedForGood() {
        double[] rising = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        double[] falling = IntStream.range(0, 100).mapToDouble(i -> 100 - i).toArray();
        List<Double> means = DoubleStream.of(rising).boxed().toList();

        listener.stepFinished(Events.step(0, 1, falling));
        assertThat(exportedLatents()).isEmpty();
        listener.epochFinished(Events.epoch(means, means));
        listener.stepFinished(Events.step(1, 1, falling));
        listener.epochFinished(Events.epoch(DoubleStream.of(falling).boxed().toList(), means));

        assertThat(exportedLatents())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("rest"), IntStream.range(36, 100).mapToObj(Integer::toString))
                        .toList());
        assertThat(page().lines())
                .contains(
                        "vae_kl_latent_nats{" + latent("99", "train") + "} 1.0",
                        "vae_kl_latent_nats{" + latent("rest", "train") + "} 2970.0",
                        "vae_kl_latent_nats{" + latent("rest", "validation") + "} 630.0");
    }

    @Test
    void everyMeterIsExportedWithItsDeclaredTypeLabelsAndHelp() {
        feedAll();
        listener.stepFinished(Events.towards(2.5));
        listener.stepFinished(Events.read(
                Events.step(1, 11.5),
                Map.of("innerSteps", 30.0),
                new StepFinished.Frontier(0.75, 0.125, OptionalDouble.of(0.5))));
        String page = page();
        assertThat(page)
                .containsPattern("vae_procedure\\{.*name=\"innerSteps\".*} 30.0\n")
                .containsPattern("vae_implied_beta\\{.*} 0.75\n")
                .containsPattern("vae_encoder_stationarity\\{.*} 0.125\n")
                .containsPattern("vae_frontier_gap\\{.*} 0.5\n");
        for (Meter meter : Meter.values()) {
            String kind = meter.kind().name().toLowerCase(Locale.ROOT);
            assertThat(page)
                    .contains("# HELP " + meter.prometheusName() + " " + meter.help() + "\n")
                    .contains("# TYPE " + meter.prometheusName() + " " + kind + "\n");
            Stream<String> series =
                    page.lines().filter(line -> line.matches(meter.prometheusName() + "(_bucket|_count|_sum)?\\{.*"));
            assertThat(series)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(labels(line)).containsExactlyInAnyOrderElementsOf(meter.labels()));
        }
        Stream<String> families = page.lines().filter(line -> line.startsWith("# TYPE vae_"));
        assertThat(families)
                .hasSameSizeAs(Arrays.stream(Meter.values())
                        .filter(meter -> meter.source() != Meter.Source.PROCESS)
                        .toList());
    }

    @Test
    void promtoolAcceptsThePage() throws Exception {
        assumeTrue(Programs.promtool());
        feedAll();
        Process lint = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var input = lint.getOutputStream()) {
            input.write(page().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(lint.waitFor()).isZero();
    }

    @Test
    void aStepCostsLittle() {
        double[] kl = new double[64];
        Arrays.fill(kl, 0.5);
        StepFinished step = Events.steered(Events.step(0, 1, kl), 3, Map.of("integral", 0.1, "error", 0.2));
        // Of the processor: what another process takes of the core is not ours.
        var threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long from = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < 10_000; i++) {
                listener.stepFinished(step);
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - from) / 10_000);
        }
        // The target is 5 microseconds; the bound leaves room for a busy machine.
        assertThat(best).isLessThan(20_000);
    }

    /** Every meter gets a value. */
    private void feedAll() {
        listenTo(JudgedTerm.started(directory, Measure.of("totalCorrelation", Grain.EXAMPLE, "nats")));
        new JvmMeters().bindTo(registry);
        new GpuMeters(registry, () -> List.of("0, 1024, 2048, 50")).sample();
        StepFinished steered = Events.steered(Events.step(0, 11.5, 1.5, 0.25), 3.5, Map.of("integral", 0.125));
        listener.stepFinished(Events.judged(
                steered,
                Map.of("totalCorrelation", 0.375),
                Map.of("totalCorrelation", new Readings.OfCritic(0.625, 1.5))));
        listener.epochFinished(Events.epoch(List.of(1.0, 0.0), List.of(1.0, 0.25)));
        listener.checkpointSaved(new CheckpointSaved(
                1, CheckpointSaved.Reason.INTERVAL, 1000, 0.1, Instant.ofEpochSecond(1_790_000_000)));
    }

    private String page() {
        return registry.scrape("text/plain; version=0.0.4; charset=utf-8");
    }

    private static String phase(String phase) {
        return "experiment=\"digits-fixed\",phase=\"" + phase + "\",run=\"20261122-160000-ab1z\"";
    }

    private static String latent(String index, String phase) {
        return "experiment=\"digits-fixed\",latent=\"" + index + "\",phase=\"" + phase
                + "\",run=\"20261122-160000-ab1z\"";
    }

    private List<String> heldStates() {
        return page().lines()
                .filter(line -> line.startsWith("vae_run_state") && line.endsWith("} 1.0"))
                .map(line -> line.replaceAll(".*state=\"(.*?)\".*", "$1"))
                .toList();
    }

    private List<String> exportedLatents() {
        return page().lines()
                .filter(line -> line.startsWith("vae_kl_latent_nats") && line.contains("train"))
                .map(line -> line.replaceAll(".*latent=\"(.*?)\".*", "$1"))
                .toList();
    }

    private static List<String> labels(String line) {
        return Pattern.compile("([a-z]+)=\"")
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .filter(label -> !label.equals("le"))
                .toList();
    }
}
