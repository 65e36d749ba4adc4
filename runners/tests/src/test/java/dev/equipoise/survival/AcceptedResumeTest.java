package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.Equipoise;
import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StepFinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has become another experiment by an accepted change can be interrupted as any run can. */
class AcceptedResumeTest {

    private static final Set<String> EPOCHS = Set.of("experiment.epochs");

    @TempDir
    Path runs;

    private RunsHere here;

    @Experiment(name = "accepted", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5)
    static final class Accepted {}

    /** Copies the run's directory as a process would leave it that is killed within its first step. */
    private static final class Killed implements RunListener {

        private final Path left;
        private Path run = Path.of("");

        Killed(Path left) {
            this.left = left;
        }

        @Override
        public void started(RunStarted event) {
            run = event.directory();
        }

        @Override
        public void stepFinished(StepFinished event) {
            if (!Files.exists(left)) {
                copy();
            }
        }

        private void copy() {
            try (Stream<Path> all = Files.walk(run)) {
                for (Path file : all.toList()) {
                    Files.copy(file, left.resolve(run.relativize(file).toString()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Examples of each batch, and whether it ends an epoch. */
    private static final class BatchSizes implements RunListener {

        private final List<Integer> examples = new ArrayList<>();
        private final List<Boolean> last = new ArrayList<>();

        @Override
        public void stepFinished(StepFinished event) {
            examples.add(event.readings().examples());
            last.add(event.readings().lastOfEpoch());
        }
    }

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
    }

    private Path interrupted() {
        return here.run(here.plan(Accepted.class), stop -> new StopAfter(7, stop))
                .directory();
    }

    @Test
    void aChangeIsAcceptedOnceHoweverSoonTheProcessDies() {
        Path run = interrupted();
        Path left = runs.resolve("left");
        here.resume(here.plan(Accepted.class, "experiment.epochs=3"), run, EPOCHS, stop -> new Killed(left));
        RunReport report = Equipoise.resume(
                Accepted.class, left, new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));

        assertThat(report.exitCode()).isZero();
        assertThat(report.steps()).isEqualTo(30);
        assertThat(left.resolve("log.txt")).content().contains("checkpoint of 7 steps (accepted)");
    }

    @Test
    void whereNothingDifferedNoCheckpointIsTaken() throws IOException {
        Path run = interrupted();
        here.resume(here.plan(Accepted.class), run, EPOCHS);

        assertThat(run.resolve("log.txt")).content().doesNotContain("(accepted)");
    }

    @Test
    void theBestCheckpointStaysTheBest() throws IOException {
        Path run = here.run(here.plan(Accepted.class)).directory();
        assertThat(best(run)).as("the last epoch was the best").isEqualTo(20);
        here.resume(here.plan(Accepted.class, "experiment.epochs=3"), run, EPOCHS, stop -> new StopAfter(21, stop));

        assertThat(Remains.checkpoints(run)).contains("step-0000000020-1");
        assertThat(best(run)).isEqualTo(20);
    }

    private static long best(Path run) throws IOException {
        return new CheckpointStore(new LocalDisk(), run, new Retention(1), Clock.systemUTC(), "")
                .peekBest()
                .orElseThrow()
                .info()
                .steps();
    }

    @Test
    void ofLargerBatchesNoneIsTrainedTwice() {
        Path run = interrupted();
        ExperimentPlan larger = here.plan(Accepted.class, "experiment.batchSize=48");
        BatchSizes sizes = new BatchSizes();
        here.resume(larger, run, Set.of("experiment.batchSize"), stop -> new StopAfter(8, stop));
        RunReport report = here.resume(larger, run, stop -> sizes);

        assertThat(sizes.examples)
                .as("after 7 batches of 16 and the last of 48, which has 16 examples")
                .containsExactly(48, 48, 48, 16);
        assertThat(sizes.last).as("whatever the index of the step").containsExactly(false, false, false, true);
        assertThat(report.steps()).isEqualTo(7 + 1 + 4);
    }
}
