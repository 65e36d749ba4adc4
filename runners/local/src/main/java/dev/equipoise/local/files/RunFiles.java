package dev.equipoise.local.files;

import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a run into its directory. A file that cannot be written is one warning and is left as it is from
 * then on; the others and the run go on.
 */
public final class RunFiles implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);

    private final Clock clock;
    private final BiConsumer<String, Throwable> warn;
    private final Set<String> failed = new HashSet<>();
    private @Nullable MetricsCsv csv;
    private @Nullable RunLog log;

    @Inject
    public RunFiles(Clock clock) {
        this(clock, LOG::warn);
    }

    RunFiles(Clock clock, BiConsumer<String, Throwable> warn) {
        this.clock = clock;
        this.warn = warn;
    }

    @Override
    public void started(RunStarted event) {
        Path directory = event.directory();
        attempt("plan.json", file -> JsonFile.write(directory.resolve(file), PlanJson.of(event.plan())));
        attempt("environment.json", file -> JsonFile.write(directory.resolve(file), EnvironmentJson.of(event)));
        attempt("metrics.csv", file -> csv = new MetricsCsv(directory.resolve(file), event.plan(), System::nanoTime));
        attempt("log.txt", file -> log = new RunLog(directory.resolve(file), clock));
        log(open -> open.started(event));
    }

    @Override
    public void stepFinished(StepFinished event) {
        csv(open -> open.step(event));
    }

    @Override
    public void epochFinished(EpochFinished event) {
        csv(open -> open.epoch(event));
        log(open -> open.epoch(event));
    }

    @Override
    public void finished(RunFinished event) {
        Path directory = event.report().directory();
        attempt("summary.json", file -> JsonFile.write(directory.resolve(file), SummaryJson.of(event.report())));
        csv(MetricsCsv::flush);
        log(open -> open.finished(event.report()));
        close(csv);
        close(log);
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
        MetricsCsv open = csv;
        if (open != null) {
            attempt("metrics.csv", file -> work.on(open));
        }
    }

    private void log(Work<RunLog> work) {
        RunLog open = log;
        if (open != null) {
            attempt("log.txt", file -> work.on(open));
        }
    }

    private void attempt(String file, Work<String> work) {
        if (failed.contains(file)) {
            return;
        }
        try {
            work.on(file);
        } catch (IOException | RuntimeException e) {
            failed.add(file);
            warn.accept(file + " cannot be written, the run goes on without it: " + e, e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        void on(T subject) throws IOException;
    }
}
