package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.app.RunsHere;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in which time passes as a test tells it. */
class TimeOfARunTest {

    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    Path runs;

    private final AtomicLong now = new AtomicLong(-3 * MINUTE);
    private RunsHere here;

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs, now::get);
    }

    @Test
    void aRunThatMayTakeTwelveMinutesEndsThenAndCountsThem() throws IOException {
        ExperimentPlan plan = here.plan(Marathon.class, List.of("stopAfter"), "stopAfter.minutes=11.5");
        RunReport report = here.run(plan, stop -> new RunListener() {
            @Override
            public void stepFinished(StepFinished event) {
                now.addAndGet(MINUTE);
            }
        });

        assertThat(report.status()).isEqualTo(RunStatus.STOPPED);
        assertThat(report.steps()).isEqualTo(12);
        assertThat(report.seconds()).isCloseTo(12 * 60, within(1e-6));
        assertThat(seconds(report.directory().resolve("metrics.csv")))
                .as("when the tenth step was told of, before its own minute had passed")
                .isCloseTo(9 * 60, within(1e-6));
    }

    /** Of the first row of a table. */
    private static double seconds(Path table) throws IOException {
        List<String> lines = Files.readAllLines(table);
        int column = List.of(lines.get(0).split(",", -1)).indexOf("seconds");
        return Double.parseDouble(lines.get(1).split(",", -1)[column]);
    }

    /** Five minutes pass whenever a checkpoint is told, until one is told that was due by them. */
    @Test
    void aCheckpointIsDueByMinutesOfTheSameTime() {
        ExperimentPlan plan = here.plan(
                Marathon.class, "experiment.epochs=100", "checkpoint.everySteps=0", "checkpoint.everyMinutes=5");
        RunReport report = here.run(plan, stop -> new RunListener() {
            @Override
            public void checkpointSaved(CheckpointSaved event) {
                if (event.reason() == CheckpointSaved.Reason.INTERVAL) {
                    stop.make();
                } else {
                    now.addAndGet(5 * MINUTE);
                }
            }
        });

        assertThat(report.status()).isEqualTo(RunStatus.TERMINATED);
    }
}
