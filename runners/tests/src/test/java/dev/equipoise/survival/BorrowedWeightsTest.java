package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.app.RunsHere;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Vae;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunOptions.Borrowed;
import dev.equipoise.run.RunOptions.Network;
import dev.equipoise.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of 20 steps that start from the weights of another. */
class BorrowedWeightsTest {

    @TempDir
    Path runs;

    @Experiment(name = "lender", epochs = 2, batchSize = 16, seed = 3)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 2)
    static final class Lender {}

    @Experiment(name = "averaging-lender", epochs = 2, batchSize = 16, seed = 3)
    @GaussianData(
            eigenvalues = {0.4, 0.2, 0.1},
            examples = 160)
    @MlpVae(
            hidden = {8},
            latent = 2)
    @ExponentialMovingAverage(decay = 0.9)
    static final class AveragingLender {}

    /** Of other data, epochs and seed. */
    @Experiment(name = "borrower", epochs = 2, batchSize = 20, seed = 9)
    @GaussianData(
            eigenvalues = {1, 2, 3},
            examples = 200)
    @MlpVae(
            hidden = {8},
            latent = 2)
    @ExponentialMovingAverage
    static final class Borrower {}

    private Map<String, Tensor> parameters(RunReport report) throws IOException {
        return RunsHere.snapshot(report).parameters();
    }

    private static Map<String, Tensor> averages(Map<String, Tensor> saved) {
        Map<String, Tensor> averages = new LinkedHashMap<>();
        saved.forEach((path, tensor) -> {
            if (path.startsWith("average/")) {
                averages.put(path.substring("average/".length()), tensor);
            }
        });
        return averages;
    }

    /** The parameters of a new run before its first step. */
    private Map<String, Tensor> started(RunsHere here, Optional<Borrowed> weights) throws IOException {
        ExperimentPlan plan = here.plan(Borrower.class);
        RunReport run = weights.isPresent()
                ? here.run(plan, weights.get(), stop -> new StopAfter(1, stop))
                : here.run(plan, stop -> new StopAfter(1, stop));
        Files.move(Remains.newest(run.directory()), run.directory().resolve("after-a-step"));
        assertThat(Remains.newest(run.directory())).hasFileName("step-0000000000");
        return parameters(run);
    }

    private static Borrowed all(RunReport of) {
        return new Borrowed(of.directory(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void aRunStartsFromTheWeightsOfAnotherAndSoDoesItsAverage(EngineName engine) throws IOException {
        RunsHere here = new RunsHere(engine, runs);
        RunReport lender = here.run(here.plan(Lender.class));
        Map<String, Tensor> started = started(here, Optional.of(all(lender)));

        assertThat(started).containsAllEntriesOf(parameters(lender));
        assertThat(averages(started)).isEqualTo(parameters(lender));
    }

    @Test
    void theAverageOfARunThatKeepsOneIsTaken() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport lender = here.run(here.plan(AveragingLender.class));
        Map<String, Tensor> averages = averages(parameters(lender));

        assertThat(started(here, Optional.of(all(lender)))).containsAllEntriesOf(averages);
        assertThat(parameters(lender)).doesNotContainEntry("decoder.0.weight", averages.get("decoder.0.weight"));
    }

    @ParameterizedTest
    @EnumSource
    void oneNetworkMayBeTakenAlone(Network network) throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport lender = here.run(here.plan(Lender.class));
        Map<String, Tensor> own = started(here, Optional.empty());
        Map<String, Tensor> lent = parameters(lender);
        Map<String, Tensor> started =
                started(here, Optional.of(new Borrowed(lender.directory(), Optional.of(network))));

        assertThat(lent.keySet()).anyMatch(path -> of(network, path));
        lent.forEach((path, tensor) ->
                assertThat(started.get(path)).as(path).isEqualTo(of(network, path) ? tensor : own.get(path)));
    }

    private static boolean of(Network network, String path) {
        return Vae.Network.owning(path).name().equals(network.name());
    }

    @Test
    void aNetworkThatIsNotTakenNeedNotFit() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport lender = here.run(here.plan(Lender.class, "mlpVae.skip=true"));
        Borrowed encoder = new Borrowed(lender.directory(), Optional.of(Network.ENCODER));

        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> here.run(here.plan(Borrower.class), all(lender)))
                .withMessageContaining("  decoder.");
        assertThat(here.run(here.plan(Borrower.class), encoder).steps()).isEqualTo(20);
    }

    @Test
    void everyMisfitIsNamedWithBothShapesBeforeTheRunHasADirectory() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        // Its data have 4 elements, but its encoder's head does not depend on them.
        RunReport lender = here.run(here.plan(Lender.class, "gaussianData.eigenvalues=1,1,1,1"));

        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> here.run(here.plan(Borrower.class), all(lender)))
                .withMessageContaining("  encoder.0.weight is [8, 4] there, and [8, 3] here")
                .withMessageContaining("  decoder.2.weight is [4, 8] there, and [3, 8] here")
                .withMessageContaining("  decoder.2.bias is [4] there, and [3] here")
                .withMessageNotContaining("head")
                .withMessageEndingWith(
                        "give the model the layers of that run, or take one network that fits: --init-only"
                                + " encoder or decoder");
        assertThatExceptionOfType(IncompatibleResumeException.class)
                .isThrownBy(() -> here.run(
                        here.plan(Borrower.class, "mlpVae.hidden=8,5"),
                        new Borrowed(lender.directory(), Optional.of(Network.ENCODER))))
                .withMessageContaining("encoder.2.weight is absent there, and [5, 8] here")
                .withMessageNotContaining("decoder.");
        assertThat(runs.resolve("borrower")).isEmptyDirectory();
    }

    @Test
    void whereTheWeightsCameFromIsRecordedAndAResumeDoesNotNeedIt() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport lender = here.run(here.plan(Lender.class));
        byte[] lent = Files.readAllBytes(Remains.newest(lender.directory()).resolve("params.bin"));
        ExperimentPlan plan = here.plan(Borrower.class);
        RunReport uninterrupted = here.run(plan, all(lender));
        RunReport interrupted = here.run(plan, all(lender), stop -> new StopAfter(7, stop));
        JsonNode before = startedFrom(interrupted);

        assertThat(before.get("run").asText())
                .isEqualTo(lender.directory().getFileName().toString());
        assertThat(before.get("directory").asText())
                .isEqualTo(lender.directory().toAbsolutePath().toString());
        assertThat(before.get("steps").asLong()).isEqualTo(20);
        assertThat(before.get("reason").asText()).isEqualTo("best");
        assertThat(before.get("taken").asText()).isEqualTo("all");
        assertThat(before.get("averaged").asBoolean()).isFalse();
        assertThat(before.get("sha256").asText())
                .isEqualTo(Hashing.sha256().hashBytes(lent).toString());

        Files.move(lender.directory(), runs.resolve("gone"));
        here.resume(plan, interrupted.directory());

        assertThat(startedFrom(interrupted)).isEqualTo(before);
        Remains.areEqual(interrupted.directory(), uninterrupted.directory());
        assertThat(parameters(here.run(plan))).isNotEqualTo(parameters(interrupted));
        Snapshot first = RunsHere.snapshot(uninterrupted);
        assertThat(first.state().at("/ledger/steps").asLong()).isEqualTo(20);
    }

    private static JsonNode startedFrom(RunReport report) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(report.directory().resolve("environment.json").toFile())
                .get("startedFrom");
    }

    @Test
    void theCommandTakesARunAndRefusesWhatIsNone() throws IOException {
        RunsHere here = new RunsHere(EngineName.PYTORCH, runs);
        RunReport lender = here.run(here.plan(AveragingLender.class));
        String[] run = {
            "run",
            Borrower.class.getName(),
            "--engine",
            "PyTorch",
            "--device",
            "cpu",
            "--metrics-port",
            "0",
            "--runs",
            runs.resolve("new").toString(),
            "--init-from",
            lender.directory().toString(),
            "--init-only",
            "decoder"
        };
        Told told = CommandLineHere.execute(run);

        assertThat(told.code()).as(told.err()).isZero();
        Path directory;
        try (Stream<Path> made = Files.list(runs.resolve("new/borrower"))) {
            directory = made.findFirst().orElseThrow();
        }
        assertThat(directory.resolve("environment.json"))
                .content()
                .contains("\"taken\" : \"decoder\"", "\"averaged\" : true");

        String[] rehearsal = Arrays.copyOf(run, run.length + 1);
        rehearsal[run.length] = "--dry-run";
        assertThat(CommandLineHere.execute(rehearsal).out())
                .contains("weights of " + lender.directory() + " fit the model", "nothing was trained");
        run[11] = runs.resolve("nothing").toString();
        assertThat(CommandLineHere.execute(run)).satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(65);
            assertThat(refused.err())
                    .contains(run[11] + " must be the directory of a run with checkpoints")
                    .contains("it does not exist");
        });
        rehearsal[11] = run[11];
        assertThat(CommandLineHere.execute(rehearsal).code()).isEqualTo(65);
        assertThat(CommandLineHere.execute("run", Borrower.class.getName(), "--init-only", "encoder"))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(2);
                    assertThat(refused.err()).contains("--init-only needs --init-from DIR");
                });
    }
}
