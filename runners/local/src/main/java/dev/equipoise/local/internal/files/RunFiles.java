package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.disk.Disk;
import dev.equipoise.run.BatchesSplit;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.RunWarned;
import dev.equipoise.run.StepFinished;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a run into its directory. A file that cannot be written is one warning, and is tried again when
 * there is more to write, one that cannot be opened at the next epoch or checkpoint, and what a resume reads first at
 * the next checkpoint; the others and the run go on. A resumed run goes on in the files of the first.
 */
public final class RunFiles implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);
    private static final String PLAN = "plan.json";
    private static final String ENVIRONMENT = "environment.json";

    private final Clock clock;
    private final Disk disk;
    private final LongSupplier nanoTime;
    private final BiConsumer<String, Throwable> warn;
    private final Set<String> failed = new HashSet<>();
    private final DivergenceReport autopsy = new DivergenceReport();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable RunStarted started;
    private @Nullable OpenedFile<MetricsCsv> csv;
    private @Nullable OpenedFile<RunLog> log;
    private long startNanos;
    private OptionalDouble secondsBefore = OptionalDouble.empty();

    @Inject
    public RunFiles(Clock clock, Disk disk, NanoTime nanoTime) {
        this(clock, disk, nanoTime, LOG::warn);
    }

    RunFiles(Clock clock, Disk disk, LongSupplier nanoTime, BiConsumer<String, Throwable> warn) {
        this.clock = clock;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.warn = warn;
    }

    @Override
    public void started(RunStarted event) {
        started = event;
        startNanos = nanoTime.getAsLong();
        secondsBefore = OptionalDouble.empty();
        warnings.addAll(event.warnings());
        // What an earlier end left is no longer true.
        for (String end : List.of("summary.json", "autopsy.json")) {
            attempt(end, file -> disk.delete(event.directory().resolve(file)));
        }
        origin(event, file -> true);
        log = new OpenedFile<>(() -> new RunLog(disk, event.directory().resolve("log.txt"), clock));
        log(open -> open.started(event));
        csvFrom(event, event.epochs(), event.steps());
    }

    /** What a resume reads the run's plan and engine from. */
    private void origin(RunStarted start, Predicate<String> wanted) {
        if (wanted.test(PLAN)) {
            json(PLAN, start.directory(), () -> PlanJson.of(start.plan()));
        }
        if (wanted.test(ENVIRONMENT)) {
            json(ENVIRONMENT, start.directory(), () -> EnvironmentJson.of(start));
        }
    }

    /** No checkpoint is of use without it. */
    private void originWhereItFailed() {
        RunStarted start = started;
        if (start != null) {
            origin(start, failed::contains);
        }
    }

    private void csvFrom(RunStarted start, int epochs, long steps) {
        csv = new OpenedFile<>(() -> opened(start, epochs, steps));
        csv(MetricsCsv::flush);
    }

    /** Its rows go on in the run's time, which no rollback takes back. */
    private MetricsCsv opened(RunStarted start, int epochs, long steps) throws IOException {
        Path file = start.directory().resolve("metrics.csv");
        EarlierRows kept = EarlierRows.kept(disk, file, epochs, steps);
        if (secondsBefore.isEmpty()) {
            kept.missing(epochs, steps).ifPresent(this::tellMissing);
        }
        double before = secondsBefore.orElse(kept.seconds());
        secondsBefore = OptionalDouble.of(before);
        double now = before + (nanoTime.getAsLong() - startNanos) * 1e-9;
        return new MetricsCsv(disk, file, start.plan(), kept.until(now), nanoTime);
    }

    private void tellMissing(String rows) {
        LOG.warn("{}", rows);
        log(open -> open.warning(rows));
    }

    /** Most rows are kept for a while: that they were taken does not say that the file can be written again. */
    @Override
    public void stepFinished(StepFinished event) {
        autopsy.step(event);
        OpenedFile<MetricsCsv> known = csv;
        if (known != null && known.isOpen()) {
            succeeds("metrics.csv", file -> known.open().step(event));
        }
    }

    @Override
    public void epochFinished(EpochFinished event) {
        csv(open -> open.epoch(event));
        log(open -> open.epoch(event));
    }

    @Override
    public void checkpointing() {
        originWhereItFailed();
        csv(MetricsCsv::flush);
    }

    @Override
    public void checkpointSaved(CheckpointSaved event) {
        log(open -> open.saved(event));
    }

    @Override
    public void checkpointFailed(CheckpointFailed event) {
        LOG.warn("the checkpoint of {} steps failed, older ones are unchanged: {}", event.steps(), event.cause());
        log(open -> open.failed(event));
    }

    @Override
    public void batchesSplit(BatchesSplit event) {
        LOG.warn("out of memory: {}; from here on {}", event.cause(), event.consequence());
        log(open -> open.split(event));
    }

    @Override
    public void warned(RunWarned event) {
        LOG.warn("{}", event.text());
        warnings.add(event.text());
        log(open -> open.warning(event.text()));
    }

    /** The rows after the checkpoint are of steps that are taken again. */
    @Override
    public void rolledBack(RolledBack event) {
        autopsy.rolledBack(event);
        LOG.warn(
                "{}: the run returns from {} to {} steps with the learning rate times {}",
                event.cause(),
                event.from(),
                event.to(),
                event.rateFactor());
        log(open -> open.rolledBack(event));
        RunStarted start = started;
        if (start != null) {
            csv(MetricsCsv::flush);
            close(csv);
            csvFrom(start, event.epochs(), event.to());
        }
    }

    @Override
    public void finished(RunFinished event) {
        RunReport report = event.report();
        originWhereItFailed();
        json("summary.json", report.directory(), () -> SummaryJson.of(report, warnings));
        if (report.status() == RunStatus.DIVERGED) {
            json("autopsy.json", report.directory(), () -> autopsy.json(report));
        }
        csv(MetricsCsv::flush);
        log(open -> open.finished(report));
        close(csv);
        close(log);
    }

    /** The end may not have been heard. */
    @Override
    public void closed() {
        close(csv);
        close(log);
    }

    private void json(String name, Path directory, Supplier<JsonNode> content) {
        attempt(name, file -> JsonFile.write(disk, directory.resolve(file), content.get()));
    }

    private static void close(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.debug("everything was flushed, or its failure told, before", e);
        }
    }

    private void csv(Work<MetricsCsv> work) {
        OpenedFile<MetricsCsv> known = csv;
        if (known != null) {
            attempt("metrics.csv", file -> work.on(known.open()));
        }
    }

    private void log(Work<RunLog> work) {
        OpenedFile<RunLog> known = log;
        if (known != null) {
            attempt("log.txt", file -> work.on(known.open()));
        }
    }

    private void attempt(String file, Work<String> work) {
        if (succeeds(file, work) && failed.remove(file)) {
            LOG.info("{} can be written again", file);
        }
    }

    private boolean succeeds(String file, Work<String> work) {
        try {
            work.on(file);
            return true;
        } catch (IOException | RuntimeException e) {
            if (failed.add(file)) {
                warn.accept(file + " cannot be written, the run continues without it: " + e, e);
            }
            return false;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        void on(T subject) throws IOException;
    }
}
