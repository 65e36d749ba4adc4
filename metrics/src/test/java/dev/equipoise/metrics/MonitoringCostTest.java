package dev.equipoise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.balance.Readings;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.metrics.endpoint.Web;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StepFinished;
import dev.equipoise.run.StopRequest;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What monitoring takes of the run's thread: under 1 % of a step of 6 ms, the small dense workload of performance. */
@Tag("slow")
final class MonitoringCostTest {
    private static final double ONE_PERCENT_NANOS = 60_000;
    private static final int STEPS = 20_000;
    private static final int ENOUGH_SCRAPES = 20;

    @TempDir
    private Path runs;

    private MetricsRun run;
    private String url;

    @BeforeEach
    void start() throws IOException {
        Path directory = Files.createDirectories(runs.resolve("digits-fixed/1"));
        run = new MetricsRun(
                new RunOptions(EngineName.MXNET, "auto", runs, Monitoring.onPort(0)),
                new StopRequest(),
                Clock.systemUTC(),
                new LocalDisk(),
                Invocation.PLAIN,
                Set.of());
        run.started(JudgedTerm.started(directory, Measure.of("totalCorrelation", Grain.EXAMPLE, "nats")));
        url = Files.readString(directory.resolve("metrics.json")).replaceAll("(?s).*\"url\" : \"(.*?)\".*", "$1");
    }

    @AfterEach
    void end() {
        run.closed();
    }

    @Test
    void aStepCostsUnderOnePercentWithoutScrapes() {
        assertThat(nanosPerStep()).isLessThan(ONE_PERCENT_NANOS);
    }

    @Test
    void aStepCostsUnderOnePercentUnderScrapes() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong scrapes = new AtomicLong();
        Thread scraper = new Thread(() -> {
            while (!ended.get()) {
                Web.body(url);
                Web.body(url.replace("/metrics", "/"));
                scrapes.addAndGet(2);
            }
        });
        scraper.start();
        double cost = 0;
        do {
            cost = Math.max(cost, nanosPerStep());
        } while (scrapes.get() < ENOUGH_SCRAPES && scraper.isAlive());
        ended.set(true);
        scraper.join();
        assertThat(scrapes.get()).isGreaterThanOrEqualTo(ENOUGH_SCRAPES);
        assertThat(cost).isLessThan(ONE_PERCENT_NANOS);
    }

    /** Processor time of this thread, the best of a few rounds: what another thread takes of the core is not ours. */
    private double nanosPerStep() {
        double[] kl = new double[64];
        Arrays.fill(kl, 0.5);
        StepFinished step = Events.judged(
                Events.steered(Events.step(0, 1, kl), 3, Map.of("integral", 0.1, "error", 0.2)),
                Map.of("totalCorrelation", 0.5),
                Map.of("totalCorrelation", new Readings.OfCritic(0.6, 1)));
        var threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 20; round++) {
            long from = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < STEPS; i++) {
                run.stepFinished(step);
            }
            best = Math.min(best, (double) (threads.getCurrentThreadCpuTime() - from) / STEPS);
        }
        return best;
    }
}
