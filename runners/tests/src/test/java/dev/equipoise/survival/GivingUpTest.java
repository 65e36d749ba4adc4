package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.MlpVae;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose checkpoints cannot be written for a while, and what they bear of it. */
class GivingUpTest {

    /** Time for many checkpoints, on a slow disk too: steps do not wait for them. */
    private static final long STEPS = 1_000;

    @TempDir
    Path folder;

    private RunsHere here;

    @Experiment(name = "giving-up", epochs = 1, batchSize = 16, seed = 5)
    @GaussianData(examples = 16_000)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5)
    @Paced
    static final class GivingUp {}

    /** In place of the folder of checkpoints there is a file, from one that was written until so many in a row were not. */
    private static final class Obstacle implements RunListener {

        private final int lasting;
        private final StringBuilder outcomes = new StringBuilder();
        private Path checkpoints = Path.of("");

        Obstacle(int lasting) {
            this.lasting = lasting;
        }

        @Override
        public void started(RunStarted event) {
            checkpoints = event.directory().resolve("checkpoints");
        }

        @Override
        public void checkpointSaved(CheckpointSaved event) {
            outcomes.append('+');
            if (event.steps() > 0 && outcomes.length() < 10) {
                put();
            }
        }

        @Override
        public void checkpointFailed(CheckpointFailed event) {
            outcomes.append('-');
            if (outcomes.toString().endsWith("-".repeat(lasting))) {
                remove();
            }
        }

        private void put() {
            try {
                Files.move(checkpoints, aside());
                Files.createFile(checkpoints);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void remove() {
            try {
                Files.delete(checkpoints);
                Files.move(aside(), checkpoints);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path aside() {
            return checkpoints.resolveSibling("aside");
        }
    }

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, folder);
    }

    @Test
    void aRunThatBearsThreeFailuresEndsAtTheThirdAndGoesOnFromTheCheckpointBefore() throws IOException {
        ExperimentPlan plan = here.plan(GivingUp.class, "checkpoint.maxConsecutiveFailures=3");
        Obstacle obstacle = new Obstacle(1000);
        RunReport report = here.run(plan, stop -> obstacle);

        assertThat(obstacle.outcomes).hasToString("++---");
        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(74);
        assertThat(report.steps()).isLessThan(STEPS);
        assertThat(report.train()).as("an evaluation of what has failed").isEmpty();
        String[] reason = {"got 3, the last because of ", "Not a directory", "free space", "then resume the run"};
        assertThat(report.reason()).get().asString().contains(reason);
        assertThat(report.directory().resolve("summary.json")).content().contains("\"failed\"");
        assertThat(report.directory().resolve("summary.json")).content().contains(reason);
        assertThat(report.directory().resolve("log.txt")).content().contains(reason);

        obstacle.remove();
        assertThat(Remains.checkpoints(report.directory()))
                .hasSize(2)
                .contains("step-0000000000")
                .allMatch(name -> name.startsWith("step-"));
        RunReport resumed = here.resume(plan, report.directory());
        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.steps()).isEqualTo(STEPS);
        Remains.areEqual(resumed.directory(), here.run(plan).directory());
    }

    @Test
    void aRunWhoseEveryStepEndsAnEpochThatIsTheBestGivesUpToo() {
        String[] oneStepAnEpoch = {
            "experiment.batchSize=16000", "experiment.epochs=40", "checkpoint.maxConsecutiveFailures=3"
        };
        RunReport report = here.run(here.plan(GivingUp.class, oneStepAnEpoch), stop -> new Obstacle(1000));

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.exitCode()).isEqualTo(74);
    }

    @Test
    void aCheckpointThatIsWrittenStartsTheCountAnew() {
        Obstacle obstacle = new Obstacle(2);
        RunReport report = here.run(here.plan(GivingUp.class, "checkpoint.maxConsecutiveFailures=3"), stop -> obstacle);

        assertThat(obstacle.outcomes).asString().startsWith("++--+--+--+");
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void aRunNeverGivesUpWhereItIsNotToldTo() {
        Obstacle obstacle = new Obstacle(1000);
        RunReport report = here.run(here.plan(GivingUp.class), stop -> obstacle);

        assertThat(obstacle.outcomes).asString().matches("\\+\\+-{4,}");
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(STEPS);
        assertThat(report.train()).isPresent();
        assertThat(report.exitCode()).as("the last is not on disk").isEqualTo(74);
    }
}
