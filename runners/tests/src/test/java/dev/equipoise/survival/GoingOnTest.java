package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.equipoise.app.ChildJvm;
import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.app.Equipoise;
import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.model.Activation;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.CheckpointSaved;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.TrainedModel.Which;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of 20 steps that were interrupted after 7 and go on in ways of their own. */
class GoingOnTest {

    private static final String LATER = "poisoned.at=1000000";

    @TempDir
    Path runs;

    private RunsHere here;

    @Experiment(name = "going-on", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @Checkpoint(everySteps = 5)
    @Poisoned
    static final class GoingOn {}

    /** The same with another activation, of which the parameters' shapes say nothing. */
    @Experiment(name = "going-on", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3,
            activation = Activation.TANH)
    @Checkpoint(everySteps = 5)
    @Poisoned
    static final class OtherActivation {}

    @BeforeEach
    void onPyTorch() {
        here = new RunsHere(EngineName.PYTORCH, runs);
    }

    private Path interrupted() {
        return here.run(here.plan(GoingOn.class, LATER), stop -> new StopAfter(7, stop))
                .directory();
    }

    private long best(Path run) throws IOException {
        return new CheckpointStore(new LocalDisk(), run, new Retention(1), Clock.systemUTC(), "")
                .peekBest()
                .orElseThrow()
                .info()
                .steps();
    }

    @Test
    void aCompletedRunThatIsResumedKeepsItsBestCheckpoint() throws IOException {
        ExperimentPlan plan = here.plan(GoingOn.class, LATER);
        Path run = here.run(plan).directory();
        assertThat(best(run)).as("the last epoch was the best").isEqualTo(20);

        assertThat(here.resume(plan, run).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(best(run)).isEqualTo(20);
    }

    @Test
    void aRunOfOtherBatchesGoesBackToWhereTheyWereAccepted() {
        Path run = interrupted();
        ExperimentPlan smaller = here.plan(GoingOn.class, "poisoned.at=1", "experiment.batchSize=8");
        RunReport report = here.resume(smaller, run, Set.of("poisoned.at", "experiment.batchSize"));

        assertThat(report.rollbacks()).isEqualTo(1);
        // 7 batches of 16 are 14 of 8: 6 are left of that epoch, and 20 of the other.
        assertThat(report.steps()).isEqualTo(7 + 6 + 20);
    }

    /** After 7 batches of 16: of another size, with the first that holds none of them; of less data, with the next epoch. */
    @ParameterizedTest
    @CsvSource({
        "experiment.batchSize=32, experiment.batchSize, 1, 5",
        "gaussianData.examples=80, data gaussianData.examples, 0, 5",
    })
    void anEpochGoesOnBehindItsExamples(String changed, String accepted, int left, int perEpoch) {
        Path run = interrupted();
        RunReport report =
                here.resume(here.plan(GoingOn.class, LATER, changed), run, Set.copyOf(List.of(accepted.split(" "))));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(7 + left + perEpoch);
    }

    @Test
    void aRunHasItsIdWhateverPathLeadsToIt() throws IOException {
        Path run = interrupted();
        RunReport report = here.resume(here.plan(GoingOn.class, LATER), run.resolve("."));

        assertThat(report.directory()).hasFileName(run.getFileName().toString());
        assertThat(Files.readAllLines(run.resolve("log.txt")).stream().filter(line -> line.contains(" started ")))
                .hasSize(2)
                .allMatch(line -> line.contains("run " + run.getFileName() + ", "));
    }

    @Test
    void aRollbackWhoseCheckpointsCannotBeReadEndsAsAFailureOfTheDisk() {
        Path run = interrupted();
        ExperimentPlan poisoned = here.plan(GoingOn.class, "poisoned.at=1");
        RunReport report = here.resume(poisoned, run, Set.of("poisoned.at"), stop -> new RunListener() {
            @Override
            public void started(RunStarted event) {
                replaceByAFile(event.directory().resolve("checkpoints"));
            }
        });

        assertThat(report.status()).isEqualTo(RunStatus.FAILED);
        assertThat(report.reason()).get().asString().startsWith("the checkpoints cannot be read to roll back");
        assertThat(report.exitCode()).isEqualTo(74);
    }

    @Test
    void aRunWhoseLastCheckpointIsNotOnDiskIsToldAsUnsafeThoughItWasTrained() {
        RunReport report = here.run(here.plan(GoingOn.class, LATER), stop -> new RunListener() {
            private Path checkpoints = runs;

            @Override
            public void started(RunStarted event) {
                checkpoints = event.directory().resolve("checkpoints");
            }

            @Override
            public void checkpointSaved(CheckpointSaved event) {
                // Now nothing is being written, which could come in between.
                replaceByAFile(checkpoints);
            }
        });

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.train()).isPresent();
        assertThat(report.reason()).get().asString().startsWith("the last checkpoint is not on disk: ");
        assertThat(report.exitCode()).isEqualTo(74);
    }

    private static void replaceByAFile(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            Files.createFile(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aModelOfAnotherActivationIsNotLoaded() {
        Path run = interrupted();
        RunOptions options = new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0));

        Equipoise.load(GoingOn.class, run, Which.LAST, options).close();
        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> Equipoise.load(OtherActivation.class, run, Which.LAST, options))
                .withMessageContaining("mlpVae.activation was \"RELU\", is \"TANH\"");
    }

    @Test
    void aSignalEndsARangeTestAsARun() throws IOException, InterruptedException {
        Running child = new ChildJvm(ChildJvm.ownClassPath(), runs, Map.of(), List.of("-Xmx256m"))
                .start(
                        "dev.equipoise.app.Main",
                        Stream.of("find-lr marathon --steps 1000000 --engine PyTorch --device cpu --metrics-port 0")
                                .flatMap(line -> Stream.of(line.split(" ")))
                                .toArray(String[]::new));
        Path run = new Marathons(runs, EngineName.PYTORCH).started(child, 1);
        child.signal("TERM");

        assertThat(child.end().code()).isEqualTo(143);
        assertThat(run.resolve("summary.json")).content().contains("\"terminated\"");
    }
}
