package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.run.RolledBack;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RunFilesTest extends FilesOfRun {

    @Test
    void aRunLeavesItsFilesAndNoOthers() throws IOException {
        run(20);
        assertThat(names())
                .containsExactlyInAnyOrder("plan.json", "environment.json", "metrics.csv", "summary.json", "log.txt");
    }

    @Test
    void thePlanHasEveryValueWithUnitAndOriginAndTheFacts() throws IOException {
        run(0);
        JsonNode plan = json("plan.json");
        assertThat(plan.get("class").textValue()).isEqualTo(Events.class.getName());
        assertThat(plan.get("values").get("epochs"))
                .hasToString("{\"value\":2,\"unit\":\"epochs\",\"origin\":\"--set\"}");
        JsonNode part = plan.get("parts").get(0);
        assertThat(part.get("key").textValue()).isEqualTo("myStrategy");
        assertThat(part.get("role").textValue()).isEqualTo("BalancingStrategy");
        assertThat(part.get("origin").textValue()).isEqualTo("annotation");
        assertThat(part.get("values").get("hidden").get("value")).hasToString("[400,200]");
        assertThat(part.get("values").get("activation").get("value")).hasToString("\"NEW\"");
        assertThat(part.get("values").get("threshold").get("value")).hasToString("\"NaN\"");
        assertThat(part.get("values").get("scale").get("value")).hasToString("1.0E-5");
        assertThat(plan.get("warnings")).hasToString("[\"beta may be\\ntoo large\"]");
        assertThat(plan.get("facts"))
                .hasToString(
                        "{\"trainingExamples\":95,\"validationExamples\":20,\"shape\":[1,2,2],\"elements\":4,\"gaps\":false,"
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
    void rowsThatAFullDiskRefusedAreWrittenWhenThereIsRoomAgain() throws IOException {
        RefusingDisk disk = new RefusingDisk();
        RunFiles refused = new RunFiles(CLOCK, disk, () -> nanos, (warning, cause) -> warnings.add(warning));
        refused.started(Events.started(directory));
        disk.refuses = true;
        for (int step = 0; step < 20; step++) {
            nanos += 300_000_000L;
            refused.stepFinished(Events.step(step, 11.5));
        }
        refused.epochFinished(Events.epoch());
        disk.refuses = false;
        refused.epochFinished(Events.epoch());
        refused.finished(Events.finished(directory));

        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("No space left"));
        assertThat(read("metrics.csv").lines()).hasSize(7).allMatch(row -> row.split(",", -1).length == 22);
        assertThat(read("log.txt").lines().filter(line -> line.contains("epoch 1, 10 steps")))
                .hasSize(2);
    }

    @Test
    void filesThatCouldNotBeOpenedAreOpenedAtTheNextEpoch() throws IOException {
        Path blocked = directory.resolve("metrics.csv");
        Files.createDirectory(blocked);
        Files.createDirectory(directory.resolve("log.txt"));
        files.started(Events.started(directory));
        files.stepFinished(Events.step(9, 11.5));
        files.epochFinished(Events.epoch());
        Files.delete(blocked);
        Files.delete(directory.resolve("log.txt"));
        nanos = 4_000_000_000L;
        files.epochFinished(Events.epoch());
        files.stepFinished(Events.step(19, 11.5));
        files.finished(Events.finished(directory));

        assertThat(warnings).hasSize(2);
        assertThat(read("metrics.csv").lines()).hasSize(4).last().asString().startsWith("step,train,20,");
        assertThat(read("metrics.csv").lines().skip(1))
                .extracting(row -> Column.SECONDS.of(row.split(",", -1)))
                .containsOnly("4.0");
        assertThat(read("log.txt").lines()).hasSize(2).first().asString().contains("epoch 1, 10 steps");
    }

    @Test
    void aFileThatCouldNotBeOpenedAfterARollbackIsOpenedAtTheNextEpoch() throws IOException {
        RefusingDisk disk = new RefusingDisk();
        RunFiles refused = new RunFiles(CLOCK, disk, () -> nanos, (warning, cause) -> warnings.add(warning));
        refused.started(Events.started(directory));
        for (int step = 0; step < 20; step++) {
            refused.stepFinished(Events.step(step, 11.5));
        }
        disk.refusesToCut = true;
        refused.rolledBack(new RolledBack(20, 10, 0, "the loss of step 21 is not finite", 0.5, 1));
        refused.stepFinished(Events.step(10, 3));
        disk.refusesToCut = false;
        refused.epochFinished(Events.epoch());
        refused.stepFinished(Events.step(29, 3));
        refused.finished(Events.finished(directory));

        assertThat(warnings).singleElement().asString().contains("metrics.csv cannot be written");
        assertThat(read("metrics.csv").lines())
                .extracting(row -> row.replaceAll("^((?:[^,]*,){2}[^,]*).*", "$1"))
                .containsExactly(
                        "kind,phase,step", "step,train,10", "epoch,train,10", "epoch,validation,10", "step,train,30");
    }

    @Test
    void whatAResumeReadsFirstIsTriedAgainAtEveryCheckpoint() throws IOException {
        RefusingDisk disk = new RefusingDisk();
        RunFiles refused = startedOnAFullDisk(disk);
        refused.checkpointing();
        assertThat(names()).doesNotContain("plan.json", "environment.json");
        disk.refuses = false;
        refused.checkpointing();

        assertThat(json("plan.json").get("class").textValue()).isEqualTo(Events.class.getName());
        assertThat(json("environment.json").get("engine").textValue()).isEqualTo("MXNet");
        assertThat(warnings)
                .filteredOn(warning -> warning.startsWith("plan.json"))
                .hasSize(1);
    }

    @Test
    void whatAResumeReadsFirstIsTriedAgainAtTheEnd() throws IOException {
        RefusingDisk disk = new RefusingDisk();
        RunFiles refused = startedOnAFullDisk(disk);
        disk.refuses = false;
        refused.finished(Events.finished(directory));

        assertThat(names()).contains("plan.json", "environment.json", "summary.json");
    }

    private RunFiles startedOnAFullDisk(RefusingDisk disk) {
        RunFiles refused = new RunFiles(CLOCK, disk, () -> nanos, (warning, cause) -> warnings.add(warning));
        disk.refuses = true;
        refused.started(Events.started(directory));
        return refused;
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
        assertThat(warnings.get(0)).startsWith("plan.json cannot be written, the run continues without it: ");
        assertThat(warnings.get(1)).startsWith("metrics.csv cannot be written, the run continues without it: ");
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
}
