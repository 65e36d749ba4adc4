package dev.equipoise.local.internal.files;

import dev.equipoise.disk.Disk;
import dev.equipoise.run.BatchesSplit;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.SplitEvaluation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code log.txt}: a run's story, one line an event, with the local time. It is appended to and flushed by line. */
final class RunLog implements Closeable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private final AppendedText text;
    private final Clock clock;

    RunLog(Disk disk, Path file, Clock clock) throws IOException {
        this.clock = clock;
        text = new AppendedText(disk, file);
    }

    void started(RunStarted event) throws IOException {
        line(
                "started %s, run %s, seed %d, %d epochs of %d steps, %d parameters, on %s %s (%s)",
                event.plan().name(),
                event.runId(),
                event.plan().seed(),
                event.plan().facts().epochs(),
                event.plan().facts().stepsPerEpoch(),
                event.parameters(),
                event.environment().engine(),
                event.environment().device(),
                event.environment().deviceReason());
        if (event.steps() > 0) {
            line("resumed after %d steps, in epoch %d", event.steps(), event.epochs() + 1);
        }
        for (String warning : event.plan().warnings()) {
            warning(warning);
        }
    }

    void warning(String warning) throws IOException {
        line("warning: %s", warning);
    }

    void epoch(EpochFinished event) throws IOException {
        EpochFinished.TrainingMeans train = event.training();
        SplitEvaluation validation = event.validation();
        String beta = train.beta().isPresent() ? number(train.beta().getAsDouble()) : "none";
        OptionalDouble known = validation.knownElbo();
        String elbo = known.isPresent() ? ", ELBO " + number(known.getAsDouble()) + " nats" : "";
        line(
                "epoch %d, %d steps: train loss %s, squared error %s, KL %s nats, beta %s, %s examples/s;"
                        + " validation squared error %s, KL %s nats%s, %d active units",
                event.epoch() + 1,
                event.steps(),
                number(train.loss()),
                number(train.squaredError()),
                number(train.kl()),
                beta,
                number(train.examplesPerSecond()),
                number(validation.squaredError()),
                number(validation.kl()),
                elbo,
                validation.activeUnits());
    }

    void saved(CheckpointSaved event) throws IOException {
        line("checkpoint of %d steps (%s): %d bytes", event.steps(), event.reason(), event.bytes());
    }

    void failed(CheckpointFailed event) throws IOException {
        line("checkpoint of %d steps failed, the older ones are kept: %s", event.steps(), event.cause());
    }

    void rolledBack(RolledBack event) throws IOException {
        line(
                "rollback %d: %s; returned from %d to %d steps, learning rate times %s",
                event.count(), event.cause(), event.from(), event.to(), number(event.rateFactor()));
    }

    void split(BatchesSplit event) throws IOException {
        line("out of memory after %d steps: %s; from here on %s", event.steps(), event.cause(), event.consequence());
    }

    void finished(RunReport report) throws IOException {
        line(
                "%s after %d steps and %s s%s",
                report.status().word(),
                report.steps(),
                number(report.seconds()),
                report.reason().map(reason -> ": " + reason).orElse(""));
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private void line(String format, Object... values) throws IOException {
        String time = TIME.format(OffsetDateTime.now(clock));
        text.line(time + " " + Lines.escape(String.format(Locale.ROOT, format, values)));
        text.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}
