package dev.equipoise.local.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunFinished;
import dev.equipoise.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFilesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T16:05:01Z"), ZoneOffset.UTC);
    private static final String HEADER = "kind,phase,step,epoch,loss,reconstruction,squared_error,mse,kl_nats,"
            + "divergence,beta,weighted_kl_nats,kl_target_nats,learning_rate,gradient_norm,active_units,elbo,"
            + "elbo_optimal_variance,examples_per_second,seconds";

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();
    private final RunFiles files = new RunFiles(CLOCK, new LocalDisk(), (warning, cause) -> warnings.add(warning));

    @Test
    void aRunLeavesItsFilesAndNoOthers() throws IOException {
        run(20);
        assertThat(names())
                .containsExactlyInAnyOrder("plan.json", "environment.json", "metrics.csv", "summary.json", "log.txt");
    }

    @Test
    void theSummaryHasTheFieldsOfTheContractInTheirOrder() throws IOException {
        run(20);
        assertThat(read("summary.json")).isEqualTo("""
                        {
                          "experiment" : "digits-fixed",
                          "status" : "stopped",
                          "reason" : "no progress",
                          "engine" : "MXNet",
                          "device" : "cpu",
                          "deviceReason" : "no GPU found",
                          "seed" : 7,
                          "epochs" : 2,
                          "steps" : 20,
                          "seconds" : 1.5,
                          "examplesPerSecond" : 5000.0,
                          "rollbacks" : 0,
                          "trainingLoss" : 11.5,
                          "betaFinal" : 2.0,
                          "betaLastEpochMean" : 2.5,
                          "decoderVariance" : 1.0,
                          "train" : {
                            "squaredError" : 6.0,
                            "mse" : 1.5,
                            "reconstruction" : 6.0,
                            "reconstructionUnit" : "squared error per example",
                            "kl" : 1.25,
                            "divergence" : 1.125,
                            "elbo" : -20.0,
                            "elboOptimalVariance" : -19.0,
                            "activeUnits" : 1,
                            "latentsAboveHundredthNat" : 2,
                            "klPerLatent" : [ 1.0, 0.25 ]
                          },
                          "validation" : {
                            "squaredError" : 6.0,
                            "mse" : 1.5,
                            "reconstruction" : 6.0,
                            "reconstructionUnit" : "squared error per example",
                            "kl" : 1.25,
                            "divergence" : 1.125,
                            "elbo" : -21.0,
                            "elboOptimalVariance" : -19.0,
                            "activeUnits" : 1,
                            "latentsAboveHundredthNat" : 2,
                            "klPerLatent" : [ 1.0, 0.25 ]
                          }
                        }
                        """);
    }

    @Test
    void whatIsNotFiniteOrMeansNothingIsNullInTheSummary() throws IOException {
        files.started(Events.started(directory));
        files.finished(new RunFinished(Events.diverged(directory)));

        JsonNode summary = json("summary.json");
        assertThat(summary.get("status").textValue()).isEqualTo("diverged");
        for (String field : List.of(
                "reason",
                "seconds",
                "trainingLoss",
                "betaFinal",
                "betaLastEpochMean",
                "decoderVariance",
                "validation")) {
            assertThat(summary.get(field).isNull()).as(field).isTrue();
        }
        assertThat(summary.get("train").get("elbo").isNull()).isTrue();
    }

    @Test
    void aDecoderVarianceOfZeroIsThatOfNoDecoder() throws IOException {
        RunReport report = Events.report(directory);
        files.started(Events.started(directory));
        files.finished(new RunFinished(new RunReport(
                report.experiment(),
                report.status(),
                report.reason(),
                report.environment(),
                report.seed(),
                report.epochs(),
                report.steps(),
                report.seconds(),
                report.examplesPerSecond(),
                report.trainingLoss(),
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                OptionalDouble.of(0),
                report.train(),
                report.validation(),
                directory,
                report.rollbacks(),
                report.exitCode())));

        assertThat(json("summary.json").get("betaFinal").doubleValue()).isZero();
        assertThat(json("summary.json").get("decoderVariance").isNull()).isTrue();
    }

    @Test
    void thePlanHasEveryValueWithUnitAndOriginAndTheFacts() throws IOException {
        run(0);
        JsonNode plan = json("plan.json");
        assertThat(plan.get("class").textValue()).isEqualTo(Events.class.getName());
        assertThat(plan.get("values").get("epochs"))
                .hasToString("{\"value\":2,\"unit\":\"epochs\",\"origin\":\"--set\"}");
        JsonNode part = plan.get("parts").get(0);
        assertThat(part.get("key").textValue()).isEqualTo("mlpVae");
        assertThat(part.get("role").textValue()).isEqualTo("BalancingStrategy");
        assertThat(part.get("origin").textValue()).isEqualTo("annotation");
        assertThat(part.get("values").get("hidden").get("value")).hasToString("[400,200]");
        assertThat(part.get("values").get("activation").get("value")).hasToString("\"NEW\"");
        assertThat(part.get("values").get("threshold").get("value")).hasToString("\"NaN\"");
        assertThat(part.get("values").get("scale").get("value")).hasToString("1.0E-5");
        assertThat(plan.get("warnings")).hasToString("[\"beta may be\\ntoo large\"]");
        assertThat(plan.get("facts"))
                .hasToString("{\"trainingExamples\":95,\"validationExamples\":20,\"shape\":[1,2,2],\"elements\":4,"
                        + "\"range\":[0.0,1.0],\"batchSize\":10,\"epochs\":2,\"stepsPerEpoch\":10,\"totalSteps\":20,"
                        + "\"seed\":7}");
    }

    @Test
    void theEnvironmentHasWhatTheRunRanOn() throws IOException {
        run(0);
        assertThat(json("environment.json"))
                .hasToString("{\"version\":\"0.1.0\",\"engine\":\"MXNet\",\"device\":\"cpu\","
                        + "\"deviceReason\":\"no GPU found\",\"seed\":7,\"parameters\":1234,\"threads\":2,"
                        + "\"jdk\":\"17.0.15\",\"natives\":"
                        + json("environment.json").get("natives") + "}");
        assertThat(json("environment.json").get("natives").get(0).get("sha256").textValue())
                .isEqualTo("00ff");
    }

    @Test
    void theCsvHasARowForEveryTenthStepAndTwoForAnEpoch() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            run(25);
        } finally {
            Locale.setDefault(before);
        }
        List<String> lines = read("metrics.csv").lines().toList();
        assertThat(lines).hasSize(5).first().isEqualTo(HEADER);
        assertThat(lines.get(1))
                .startsWith("step,train,10,1,11.5,8.0,8.0,2.0,1.75,1.5,2.0,3.5,3.5,0.001,0.5,,,,2000.0");
        assertThat(lines.get(2)).startsWith("step,train,20,1,");
        assertThat(lines.get(3)).startsWith("epoch,train,10,1,11.5,8.0,8.0,2.0,1.75,1.5,2.0,,,0.001,,,,,5000.0,");
        assertThat(lines.get(4)).startsWith("epoch,validation,10,1,8.25,6.0,6.0,1.5,1.25,1.125,,,,,,1,-20.0,-19.0,,");
        assertThat(lines).allMatch(line -> line.split(",", -1).length == HEADER.split(",", -1).length);
    }

    @Test
    void whatIsNotFiniteIsSpelledOutInTheCsv() throws IOException {
        files.started(Events.started(directory));
        files.stepFinished(Events.step(9, Double.NaN));
        files.finished(Events.finished(directory));

        assertThat(read("metrics.csv").lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("step,train,10,1,NaN,");
    }

    @Test
    void anElboThatThereIsNotLeavesItsPlaceEmpty() throws IOException {
        EpochFinished epoch = Events.epoch();
        files.started(Events.started(directory));
        files.epochFinished(
                new EpochFinished(0, 10, epoch.training(), Events.split(Double.NaN), epoch.prices(), epoch.model()));
        files.finished(Events.finished(directory));

        assertThat(read("metrics.csv").lines().skip(2))
                .singleElement()
                .asString()
                .contains(",1,,-19.0,,")
                .doesNotContain("NaN");
        assertThat(read("log.txt")).contains("KL 1.2500 nats, 1 active units").doesNotContain("NaN");
    }

    @Test
    void theCsvIsOnDiskAtEveryEpochAndOnceASecond() throws IOException {
        long[] now = {0};
        Path file = directory.resolve("metrics.csv");
        try (MetricsCsv csv =
                new MetricsCsv(new LocalDisk(), file, Events.plan(), new EarlierRows(0, 0), () -> now[0])) {
            csv.step(Events.step(9, 1));
            assertThat(read("metrics.csv").lines()).hasSize(1);
            now[0] = 1_000_000_000;
            csv.step(Events.step(10, 1));
            assertThat(read("metrics.csv").lines()).hasSize(2).last().asString().endsWith(",0.0");
            csv.epoch(Events.epoch());
            assertThat(read("metrics.csv").lines()).hasSize(4).last().asString().endsWith(",1.0");
        }
    }

    @Test
    void aResumedRunGoesOnAfterTheRowsOfItsCheckpoint() throws IOException {
        run(25);
        List<String> before = read("metrics.csv").lines().toList();
        files.started(Events.resumed(directory, 0, 10));
        assertThat(names()).doesNotContain("summary.json");
        for (int step = 10; step < 20; step++) {
            files.stepFinished(Events.step(step, 7));
        }
        files.finished(Events.finished(directory));

        List<String> after = read("metrics.csv").lines().toList();
        assertThat(after).hasSize(3).startsWith(before.get(0), before.get(1));
        assertThat(after.get(2)).startsWith("step,train,20,").contains(",7.0,");
        assertThat(read("log.txt")).contains("resumed after 10 steps, in epoch 1");
    }

    @Test
    void aRowWithoutItsEndIsTakenAgain() throws IOException {
        run(10);
        String whole = read("metrics.csv");
        Files.writeString(directory.resolve("metrics.csv"), "step,train,11", StandardOpenOption.APPEND);
        files.started(Events.resumed(directory, 1, 10));
        files.finished(Events.finished(directory));

        assertThat(read("metrics.csv")).isEqualTo(whole);
    }

    @Test
    void aRollbackTakesTheRowsOfItsStepsBack() throws IOException {
        files.started(Events.started(directory));
        for (int step = 0; step < 25; step++) {
            files.stepFinished(Events.step(step, 11.5));
        }
        files.rolledBack(new RolledBack(25, 10, 0, "the loss of step 26 is not finite", 0.5, 1));
        files.stepFinished(Events.step(19, 3));
        files.finished(Events.finished(directory));

        assertThat(read("metrics.csv").lines()).hasSize(3);
        assertThat(read("metrics.csv").lines().skip(2))
                .singleElement()
                .asString()
                .contains("train,20,")
                .contains(",3.0,");
        assertThat(read("log.txt"))
                .contains("rollback 1: the loss of step 26 is not finite; went back from 25 to 10 steps");
    }

    @Test
    void rowsThatAFullDiskRefusedAreWrittenWhenThereIsRoomAgain() throws IOException {
        RefusingDisk disk = new RefusingDisk();
        RunFiles refused = new RunFiles(CLOCK, disk, (warning, cause) -> warnings.add(warning));
        refused.started(Events.started(directory));
        disk.refuses = true;
        for (int step = 0; step < 20; step++) {
            refused.stepFinished(Events.step(step, 11.5));
        }
        refused.epochFinished(Events.epoch());
        disk.refuses = false;
        refused.epochFinished(Events.epoch());
        refused.finished(Events.finished(directory));

        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("No space left"));
        assertThat(read("metrics.csv").lines()).hasSize(7).allMatch(row -> row.split(",", -1).length == 20);
        assertThat(read("log.txt").lines().filter(line -> line.contains("epoch 1, 10 steps")))
                .hasSize(2);
    }

    @Test
    void theLogTellsTheRunOneLineAnEvent() throws IOException {
        run(10);
        assertThat(read("log.txt")).isEqualTo("""
                        2026-11-22T16:05:01.000Z started digits-fixed, run 20261122-160000-ab1z, seed 7, 2 epochs of 10 steps, 1234 parameters, on MXNet cpu (no GPU found)
                        2026-11-22T16:05:01.000Z warning: beta may be\\u000atoo large
                        2026-11-22T16:05:01.000Z epoch 1, 10 steps: train loss 11.500, squared error 8.0000, KL 1.7500 nats, beta 2.0000, 5000.0 examples/s; validation squared error 6.0000, KL 1.2500 nats, ELBO -20.000 nats, 1 active units
                        2026-11-22T16:05:01.000Z stopped after 20 steps and 1.5000 s: no progress
                        """);
    }

    @Test
    void oneFileThatCannotBeWrittenLeavesTheOthersAlone() throws IOException {
        Files.createDirectory(directory.resolve("metrics.csv"));
        Files.createDirectories(directory.resolve("plan.json/in-the-way"));
        run(10);
        assertThat(read("log.txt")).contains("stopped after 20 steps");
        assertThat(json("summary.json").get("status").textValue()).isEqualTo("stopped");
        assertThat(names()).doesNotContain("plan.json.tmp");
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).startsWith("plan.json cannot be written, the run goes on without it: ");
        assertThat(warnings.get(1)).startsWith("metrics.csv cannot be written, the run goes on without it: ");
    }

    @Test
    void aDirectoryThatVanishesDoesNotEndTheRun() throws IOException {
        files.started(Events.started(directory.resolve("gone")));
        files.stepFinished(Events.step(9, 1));
        files.epochFinished(Events.epoch());
        files.finished(Events.finished(directory.resolve("gone")));
        assertThat(directory).isEmptyDirectory();
        assertThat(warnings).hasSize(5);
    }

    @Test
    void aFullDiskIsOneWarningForEachFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        Files.createSymbolicLink(directory.resolve("metrics.csv"), full);
        Files.createSymbolicLink(directory.resolve("log.txt"), full);
        run(25);
        Files.delete(directory.resolve("metrics.csv"));
        Files.delete(directory.resolve("log.txt"));
        assertThat(warnings).hasSize(2);
        assertThat(json("summary.json").get("status").textValue()).isEqualTo("stopped");
    }

    private void run(int steps) {
        files.started(Events.started(directory));
        for (int step = 0; step < steps; step++) {
            files.stepFinished(Events.step(step, 11.5));
        }
        files.epochFinished(Events.epoch());
        files.finished(Events.finished(directory));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String read(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    private JsonNode json(String file) throws IOException {
        return JsonMapper.builder().build().readTree(read(file));
    }
}
