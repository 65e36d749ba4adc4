package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.local.internal.files.RunLock;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose directory somebody renames while it trains. */
class DisplacedRunTest {

    @TempDir
    Path runs;

    private RunsHere here;

    @Experiment(name = "displaced", epochs = 4, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @LinearVae(latent = 3)
    @Checkpoint(everySteps = 5)
    static final class Displaced {}

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
    }

    /** Renames the directory as soon as a checkpoint is on disk, and hears what comes of it. */
    private static final class Renaming implements RunListener {

        private final Path to;
        private final List<String> failures = new ArrayList<>();
        private Optional<Path> directory = Optional.empty();
        private boolean renamed;

        Renaming(Path to) {
            this.to = to;
        }

        @Override
        public void started(RunStarted event) {
            directory = Optional.of(event.directory());
        }

        @Override
        public void checkpointSaved(CheckpointSaved event) {
            if (!renamed) {
                renamed = true;
                try {
                    Files.move(directory.orElseThrow(), to);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void checkpointFailed(CheckpointFailed event) {
            failures.add(event.cause());
        }
    }

    @Test
    void theNextCheckpointNoticesItAndTheRunEndsAsOneWhoseResultIsNotSafe() {
        Renaming renaming = new Renaming(runs.resolve("elsewhere"));

        RunReport report = here.run(here.plan(Displaced.class), stop -> renaming);

        assertThat(renaming.failures)
                .isNotEmpty()
                .allSatisfy(cause -> assertThat(cause).contains("was deleted or renamed during the run"));
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.exitCode()).isEqualTo(74);
        assertThat(report.reason()).get().asString().contains("was deleted or renamed during the run");
        assertThat(report.directory().resolve("checkpoints"))
                .as("no run in two places")
                .doesNotExist();
    }

    @Test
    void aRunWithoutCheckpointsReportsItAtItsEnd() {
        RunReport report = here.run(
                here.plan(Displaced.class, "checkpoint.everySteps=0", "checkpoint.everyMinutes=0"),
                stop -> new RunListener() {
                    @Override
                    public void started(RunStarted event) {
                        try {
                            Files.move(event.directory(), runs.resolve("elsewhere"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });

        assertThat(report.exitCode()).isEqualTo(74);
    }

    @Test
    void aLockKnowsWhetherItsNameStillLeadsToIt() throws IOException {
        Path run = Files.createDirectories(runs.resolve("displaced/run"));
        try (RunLock lock = RunLock.take(new LocalDisk(), run, Clock.systemUTC())) {
            lock.use();
            assertThat(lock.displaced()).isEmpty();
            Files.move(run, run.resolveSibling("elsewhere"));
            assertThat(lock.displaced()).isPresent();
            Files.createDirectories(run);
            Files.createFile(run.resolve("LOCK"));
            assertThat(lock.displaced()).as("another file of the same name").isPresent();
        }
    }
}
