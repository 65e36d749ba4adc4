package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.equipoise.app.ChildJvm.Running;
import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.app.Equipoise;
import dev.equipoise.app.RunsHere;
import dev.equipoise.app.internal.command.ExitCodes;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.GaussianData;
import dev.equipoise.disk.DirectoryInUseException;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointInfo;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.local.internal.checkpoint.Sha256;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.RunStatus;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumes that are refused, before a file of the run is touched, and those that are let through on request. */
class RefusedResumeTest {

    private static final String MODEL = ": the model must be the same";

    @TempDir
    Path runs;

    private RunsHere here;
    private Path run;

    @Experiment(name = "refused", epochs = 2, batchSize = 16, seed = 5)
    @GaussianData(examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 3)
    @FixedBeta(beta = 1)
    @ConstantLearningRate(rate = 0.001)
    @Checkpoint(everySteps = 3)
    static final class Refused {}

    @BeforeEach
    void aRunThatWasInterruptedAfterSevenOfTwentySteps() {
        here = new RunsHere(EngineName.PYTORCH, runs);
        run = here.run(here.plan(Refused.class), stop -> new StopAfter(7, stop)).directory();
    }

    @Test
    void aChangedExperimentIsRefusedWithEveryDifferenceAndWhatWouldAcceptIt() throws IOException {
        refused("mlpVae.hidden=9", "mlpVae.hidden was [8], is [9]" + MODEL);
        refused("mlpVae.activation=TANH", "mlpVae.activation was \"RELU\", is \"TANH\"" + MODEL);
        refused("mlpVae.latent=4", "mlpVae.latent was 3, is 4" + MODEL);
        refused("diagonalGaussian.maxLogVariance=10", "diagonalGaussian.maxLogVariance was 20.0, is 10.0" + MODEL);
        refused("experiment.seed=6", "experiment.seed was 5, is 6", "data was ", "--accept data,experiment.seed");
        refused(
                "gaussianData.examples=176",
                "gaussianData.examples was 160, is 176",
                "data was ",
                "--accept data,gaussianData.examples");
        refused("experiment.batchSize=8", "experiment.batchSize was 16, is 8", "--accept experiment.batchSize");
        refused("experiment.epochs=3", "experiment.epochs was 2, is 3", "--accept experiment.epochs");
        refused(
                "constantLearningRate.rate=0.01",
                "constantLearningRate.rate was 0.001, is 0.01",
                "--accept constantLearningRate.rate");
        refused(
                List.of("linearAnnealing"),
                "balancing strategy was fixedBeta, is linearAnnealing",
                "fixedBeta.beta was 1.0, is absent",
                "linearAnnealing.beta was absent, is 1.0");
        refused(List.of("poisoned"), "further loss term was absent, is poisoned", "poisoned.times was absent, is 1");
        refused(List.of("linearVae"), "architecture was mlpVae, is linearVae" + MODEL);
    }

    private void refused(String setting, String... words) throws IOException {
        refused(here.plan(Refused.class, setting), words);
    }

    private void refused(List<String> with, String... words) throws IOException {
        refused(here.plan(Refused.class, with), words);
    }

    private void refused(ExperimentPlan changed, String... words) throws IOException {
        Map<String, String> before = files();
        IncompatibleResumeException refusal =
                catchThrowableOfType(IncompatibleResumeException.class, () -> here.resume(changed, run));

        assertThat(refusal).as("a refusal of %s", List.of(words)).isNotNull();
        assertThat(ExitCodes.of(refusal).code()).isEqualTo(65);
        assertThat(refusal.getMessage()).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    /** By a checkpoint that was taken of something else, since none of it can be changed within a process. */
    @Test
    void theCodeOfTheExperimentAndOfItsPartsTheDataAndTheSoftwareAreCompared() throws IOException {
        CheckpointStore store =
                new CheckpointStore(new LocalDisk(), run, new Retention(100), Clock.systemUTC(), "test");
        Saved saved = store.peekNewest().orElseThrow();
        Map<String, String> fingerprint = saved.info().fingerprint();
        byte[] code = Refused.class
                .getResourceAsStream("RefusedResumeTest$Refused.class")
                .readAllBytes();
        String ofExperiment = "code " + Refused.class.getName();
        assertThat(fingerprint)
                .containsEntry(
                        ofExperiment, HexFormat.of().formatHex(Sha256.digest().digest(code)));
        String ofStrategy = "code "
                + here.plan(Refused.class)
                        .part(BalancingStrategy.class)
                        .getClass()
                        .getName();

        assertThat(fingerprint)
                .as("what is only told of where it differs")
                .containsKeys("machine.threads", "machine.jdk", "machine.variables");
        for (String name :
                List.of(ofExperiment, ofStrategy, "data", "engine", "engineVersion", "djlVersion", "equipoise")) {
            Map<String, String> changed = new TreeMap<>(fingerprint);
            assertThat(changed.put(name, "another")).as(name).isNotNull();
            CheckpointInfo was = saved.info();
            store.write(
                    saved.snapshot(),
                    new CheckpointInfo(
                            was.run(),
                            was.steps(),
                            was.epoch(),
                            was.place(),
                            was.rollbacks(),
                            was.parent(),
                            was.reason(),
                            was.seconds(),
                            was.good(),
                            was.best(),
                            changed));
            refused(here.plan(Refused.class), name + " was another, is ");
        }
    }

    /** Nor is anything mended or swept away for who may not go on. */
    @Test
    void aRefusalLeavesWhatIsCorruptAndWhatIsHalfDoneAsItIs() throws IOException {
        Path half = Files.createDirectories(run.resolve("checkpoints/.tmp-9-1-abc"));
        Files.writeString(half.resolve("params.bin"), "half");
        Path newest = Remains.newest(run);
        corrupt(newest.resolve("params.bin"));
        refused("experiment.epochs=3", "experiment.epochs was 2, is 3");

        assertThat(here.resume(here.plan(Refused.class), run).exitCode()).isZero();
        assertThat(Remains.checkpoints(run))
                .contains(newest.getFileName() + ".corrupt")
                .doesNotContain(half.getFileName().toString());
    }

    @Test
    void whereNoCheckpointIsWholeNothingIsChangedEither() throws IOException {
        for (String checkpoint : Remains.checkpoints(run)) {
            corrupt(run.resolve("checkpoints").resolve(checkpoint).resolve("MANIFEST.json"));
        }
        refused(here.plan(Refused.class), "must have a complete checkpoint, but has none");
    }

    private static void corrupt(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
    }

    @Test
    void theCommandLineRefusesWithItsCodeAndOneLineADifference() throws IOException {
        Map<String, String> before = files();
        Told told = resume("--set", "experiment.epochs=3", "--set", "mlpVae.latent=4", "--engine", "MXNet");

        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err().lines())
                .contains(
                        "  engine was PyTorch, is MXNet",
                        "  experiment.epochs was 2, is 3",
                        "  mlpVae.latent was 3, is 4" + MODEL)
                .anyMatch(line -> line.contains("--accept engine,engineVersion,experiment.epochs"))
                .noneMatch(line -> line.startsWith("\tat "));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aModelThatIsAnotherIsRefusedEvenWhereItIsAccepted() throws IOException {
        Map<String, String> before = files();
        Told told = resume("--set", "mlpVae.hidden=9", "--accept", "mlpVae.hidden");

        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err()).contains("mlpVae.hidden was [8], is [9]" + MODEL).doesNotContain("--accept");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void whatDoesNoHarmGoesOnWhereItIsAccepted() {
        Told told = resume(
                "--set",
                "experiment.epochs=3",
                "--set",
                "experiment.batchSize=8",
                "--set",
                "constantLearningRate.rate=0.01",
                "--accept",
                "experiment.epochs,experiment.batchSize",
                "--accept",
                "constantLearningRate.rate");

        assertThat(told.code()).as(told.err()).isZero();
        // 7 batches of 16 are 14 of 8: 6 are left of that epoch, and 20 of each other.
        assertThat(run.resolve("summary.json")).content().contains("\"epochs\" : 3", "\"steps\" : " + (7 + 6 + 2 * 20));
    }

    @Test
    void anotherEngineGoesOnWhereItIsAccepted() {
        RunReport report = new RunsHere(EngineName.MXNET, runs)
                .resume(here.plan(Refused.class), run, Set.of("engine", "engineVersion"));

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(report.steps()).isEqualTo(20);
    }

    @Test
    void aProgramGoesOnAsTheCommandDoesAndNotWithAnotherExperiment() {
        RunOptions options = new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0));

        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> Equipoise.resume(Marathon.class, run, options))
                .withMessageContaining("experiment.epochs was 2, is 4");
        assertThat(Equipoise.resume(Refused.class, run, options).steps()).isEqualTo(20);
    }

    @Test
    void aDirectoryThatIsNoRunIsToldAsOne() throws IOException {
        Path empty = Files.createDirectories(runs.resolve("empty"));
        Told told = CommandLineHere.execute("resume", empty.toString());

        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err()).contains("must be the directory of a run", "plan.json is missing");
        assertThat(empty).isEmptyDirectory();
        Told absent = CommandLineHere.execute("resume", runs.resolve("absent").toString());
        assertThat(absent.code()).isEqualTo(65);
        assertThat(absent.err()).contains("must be the directory of a run", "it does not exist");
    }

    @Test
    void aCorruptCheckpointIsPutAsideAndTheOneBeforeItLeadsToTheSameEnd() throws IOException {
        ExperimentPlan plan = here.plan(Refused.class);
        here.resume(plan, run, stop -> new StopAfter(13, stop));
        Path newest = Remains.newest(run);
        corrupt(newest.resolve("params.bin"));

        assertThat(here.resume(plan, run).exitCode()).isZero();
        assertThat(Remains.checkpoints(run)).contains("step-0000000013.corrupt");
        assertThat(run.resolve("log.txt"))
                .content()
                .containsPattern("(?s)resumed after 7 steps.*resumed after (?!13 )");
        Remains.areEqual(run, here.run(plan).directory());
    }

    @Test
    void aDirectoryInUseIsRefusedAtOnceWithItsHolderAndFreeOnceThatIsKilled() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(runs.resolve("other"));
        Marathons marathons = new Marathons(folder, EngineName.PYTORCH);
        Running holder = marathons.run("--set", "experiment.epochs=10000");
        Path held = marathons.started(holder, 1);
        ExperimentPlan plan = here.plan(Marathon.class, "experiment.epochs=10000");

        marathons.saved(holder, 1);

        List<Duration> refusals = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            assertThatExceptionOfType(DirectoryInUseException.class)
                    .isThrownBy(() -> here.resume(plan, held))
                    .withMessageContaining(
                            "in use by process " + holder.process().pid() + " on ")
                    .withMessageContaining(" since 20")
                    .satisfies(
                            refusal -> assertThat(ExitCodes.of(refusal).code()).isEqualTo(73));
            refusals.add(Duration.ofNanos(System.nanoTime() - began));
        }
        assertThat(refusals.stream().sorted().toList().get(2))
                .as("the median of %s", refusals)
                .isLessThan(Duration.ofSeconds(1));

        assertThat(holder.process().isAlive()).as("the holder goes on").isTrue();
        holder.kill();
        RunReport resumed = here.resume(plan, held, stop -> new RunListener() {
            @Override
            public void started(RunStarted event) {
                stop.make();
            }
        });
        assertThat(resumed.status()).isEqualTo(RunStatus.TERMINATED);
    }

    private Told resume(String... options) {
        return CommandLineHere.execute(Stream.concat(
                        Stream.of("resume", run.toString(), "--device", "cpu", "--metrics-port", "0"),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    /** Every file and directory of the run, the lock too: its time, and its content to the last byte. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : all.toList()) {
                String content = Files.isDirectory(file) ? "" : Arrays.toString(Files.readAllBytes(file));
                files.put(run.relativize(file).toString(), Files.getLastModifiedTime(file) + content);
            }
        }
        return files;
    }
}
