package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.app.RunsHere;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.run.CheckpointFailed;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run on a disk of its own, which fills up on the way and is emptied again. */
@Tag("slow")
class FullDiskTest {

    private static final long FULL_FROM = 200;
    private static final long FULL_TO = 800;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void aDiskOfFourMegabytesAndFourHundredFiles() throws IOException, InterruptedException {
        disk = Files.createDirectories(folder.resolve("disk"));
        assumeThat(exitCode("mount", "-t", "tmpfs", "-o", "size=4m,nr_inodes=400", "tmpfs", disk.toString()))
                .as("only root may mount a small disk")
                .isZero();
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        exitCode("umount", "-l", disk.toString());
    }

    private static int exitCode(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** What runs out: a checkpoint finds no bytes before it begins, and no name for a file on the way. */
    private enum Full {
        BYTES {
            @Override
            void fill(Path ballast) throws IOException {
                try (OutputStream out = Files.newOutputStream(ballast.resolve("bytes"))) {
                    for (byte[] page = new byte[4096]; ; ) {
                        out.write(page);
                    }
                }
            }
        },
        NAMES {
            @Override
            void fill(Path ballast) throws IOException {
                for (int file = 0; ; file++) {
                    Files.createFile(ballast.resolve(String.valueOf(file)));
                }
            }
        };

        /** Until there is no space left. */
        abstract void fill(Path ballast) throws IOException;
    }

    /** Fills the disk, looks at what is left of the run, and empties the disk again. */
    private final class Filling implements RunListener {

        private final Full full;
        private final Path ballast;
        private final List<CheckpointFailed> failed = new ArrayList<>();
        private final List<CheckpointSaved> saved = new ArrayList<>();
        private Path run = disk;
        private String meters = "";
        private String readiness = "";
        private long loadable = -1;
        private boolean toFill;

        Filling(Full full) throws IOException {
            this.full = full;
            ballast = Files.createDirectories(disk.resolve("ballast"));
        }

        @Override
        public void started(RunStarted event) {
            run = event.directory();
        }

        @Override
        public void checkpointSaved(CheckpointSaved event) {
            saved.add(event);
            if (toFill) {
                // Now nothing is being written, whose last calls could make room again.
                toFill = false;
                fill();
            }
        }

        @Override
        public void checkpointFailed(CheckpointFailed event) {
            failed.add(event);
        }

        @Override
        public void stepFinished(StepFinished event) {
            try {
                if (event.step() == FULL_FROM) {
                    toFill = true;
                } else if (event.step() == FULL_TO) {
                    loadable = newest();
                    meters = page("");
                    readiness = page("/-/ready");
                    empty();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void fill() {
            assertThatThrownBy(() -> full.fill(ballast)).hasMessageContaining("No space left");
        }

        private void empty() throws IOException {
            try (Stream<Path> files = Files.list(ballast)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }

        private long newest() throws IOException {
            return new CheckpointStore(new LocalDisk(), run, new Retention(1), Clock.systemUTC(), "test")
                    .peekNewest()
                    .orElseThrow()
                    .info()
                    .steps();
        }

        /** A page of the endpoint; that of its meters if none is named. */
        private String page(String path) throws IOException {
            String url = JsonMapper.builder()
                    .build()
                    .readTree(run.resolve("metrics.json").toFile())
                    .get("url")
                    .asText();
            try {
                return HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(path.isEmpty() ? url : url.replace("/metrics", path)))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatBearsThreeFailuresEndsOnAFullDiskAndGoesOnToTheSameEndWhenThereIsSpaceAgain(Full full)
            throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, disk.resolve("runs"));
        ExperimentPlan plan = here.plan(Marathon.class, "experiment.epochs=24", "checkpoint.maxConsecutiveFailures=3");
        Filling filling = new Filling(full);
        RunReport report = here.run(plan, stop -> filling);

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(74);
        assertThat(report.steps()).isBetween(FULL_FROM, FULL_TO);
        assertThat(report.reason()).get().asString().contains("maxConsecutiveFailures = 3", "No space left");
        assertThat(filling.newest())
                .isEqualTo(filling.saved.get(filling.saved.size() - 1).steps());
        filling.empty();
        RunReport resumed = here.resume(plan, report.directory());

        assertThat(resumed.exitCode()).isZero();
        Remains.areEqual(
                resumed.directory(),
                new RunsHere(EngineName.PYTORCH, folder.resolve("runs"))
                        .run(plan)
                        .directory());
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskCostsNoOlderCheckpointAndNoStepAndSavingGoesOnWhenThereIsSpaceAgain(Full full) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, disk.resolve("runs"));
        ExperimentPlan plan = here.plan(Marathon.class, "experiment.epochs=24");
        Filling filling = new Filling(full);
        RunReport report = here.run(plan, stop -> filling);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(24 * 50);
        assertThat(filling.failed).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.steps()).isBetween(FULL_FROM, FULL_TO);
            assertThat(failure.cause()).contains("No space left");
        });
        assertThat(filling.loadable)
                .as("steps of the checkpoint that loads while the disk is full")
                .isPositive();
        assertThat(filling.meters).containsPattern("vae_checkpoint_failures_total\\{[^}]*} [1-9]");
        assertThat(filling.readiness).contains("could not be written", "No space left");
        assertThat(filling.saved.get(filling.saved.size() - 1).steps()).isGreaterThan(FULL_TO);
        assertThat(Remains.checkpoints(report.directory())).allMatch(name -> name.startsWith("step-"));
        Remains.areEqual(
                report.directory(),
                new RunsHere(EngineName.PYTORCH, folder.resolve("runs"))
                        .run(plan)
                        .directory());
    }
}
