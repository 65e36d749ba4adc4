package dev.equipoise.local.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.disk.LocalDisk;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.RolledBack;
import dev.equipoise.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetricsCsvTest extends FilesOfRun {
    private static final String HEADER = "kind,phase,step,epoch,loss,reconstruction,squared_error,mse,kl_nats,"
            + "divergence,beta,weighted_kl_nats,kl_target_nats,learning_rate,gradient_norm,active_units,elbo,"
            + "elbo_optimal_variance,examples_per_second,seconds,terms,seconds_left";

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
                .startsWith("step,train,10,1,11.5,8.0,8.0,2.0,1.75,1.5,2.0,3.0,3.5,0.001,0.5,,,,2000.0");
        assertThat(lines.get(2)).startsWith("step,train,20,1,");
        assertThat(lines.get(3)).startsWith("epoch,train,10,1,11.5,8.0,8.0,2.0,1.75,1.5,2.0,3.0,,0.001,,,,,5000.0,");
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
        files.epochFinished(new EpochFinished(
                0, 10, epoch.training(), Events.split(Double.NaN), epoch.prices(), epoch.secondsLeft(), epoch.model()));
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
                new MetricsCsv(new LocalDisk(), file, Events.plan(), new EarlierRows(0, 0, 0, 0), () -> now[0])) {
            csv.flush();
            csv.step(Events.step(9, 1));
            assertThat(read("metrics.csv").lines()).hasSize(1);
            now[0] = 1_000_000_000;
            csv.step(Events.step(10, 1));
            assertThat(read("metrics.csv").lines()).hasSize(2).last().asString().endsWith(",0.0,,125.0");
            csv.epoch(Events.epoch());
            assertThat(read("metrics.csv").lines()).hasSize(4).last().asString().endsWith(",1.0,,100.0");
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
    void theTimeOfARunGoesOnWhereItGoesBack() throws IOException {
        files.started(Events.started(directory));
        nanos = 3_000_000_000L;
        files.stepFinished(Events.step(9, 11.5));
        nanos = 9_000_000_000L;
        files.rolledBack(new RolledBack(15, 10, 0, "the loss of step 16 is not finite", 0.5, 1));
        nanos = 10_000_000_000L;
        files.stepFinished(Events.step(19, 3));
        files.finished(Events.finished(directory));

        assertThat(read("metrics.csv").lines().skip(1))
                .extracting(row -> Column.SECONDS.of(row.split(",", -1)))
                .containsExactly("3.0", "10.0");
    }

    @Test
    void aRowWithoutItsEndIsTakenAgainWhereverItWasTorn() throws IOException {
        run(20);
        String whole = read("metrics.csv");
        String before = whole.substring(0, whole.lastIndexOf("\n", whole.length() - 2) + 1);
        for (int length = before.length(); length < whole.length(); length++) {
            Files.writeString(directory.resolve("metrics.csv"), whole.substring(0, length));
            files.started(Events.resumed(directory, 1, 20));
            files.finished(Events.finished(directory));

            assertThat(read("metrics.csv")).as("torn after %d bytes", length).isEqualTo(before);
        }
    }

    /** The file is cut after so many of its lines: the header, steps 10 and 20, the epoch's training and validation. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 10 | 0 | step 10
            1 | 45 | 1 | steps 10 to 40 and of epoch 1
            2 | 29 | 0 | step 20
            2 | 30 | 2 | steps 20 to 30 and of epochs 1 to 2
            3 | 20 | 1 | epoch 1
            4 | 20 | 1 | epoch 1
            """)
    void rowsThatALossOfPowerTookAreToldAtTheResume(int lines, long steps, int epochs, String missing)
            throws IOException {
        run(20);
        keep(lines);
        files.started(Events.resumed(directory, epochs, steps));

        assertThat(warned())
                .singleElement()
                .asString()
                .contains("lacks the rows of " + missing + ", possibly after a power failure");
    }

    @ParameterizedTest
    @CsvSource({"5, 20, 1", "5, 29, 1", "3, 20, 0", "2, 19, 0", "0, 9, 0"})
    void whereNoRowIsMissingNoneIsTold(int lines, long steps, int epochs) throws IOException {
        run(20);
        keep(lines);
        files.started(Events.resumed(directory, epochs, steps));

        assertThat(warned()).isEmpty();
    }

    @Test
    void rowsThatAreMissingAreToldOnce() throws IOException {
        run(20);
        keep(2);
        files.started(Events.resumed(directory, 0, 20));
        for (int step = 20; step < 40; step++) {
            files.stepFinished(Events.step(step, 7));
        }
        files.rolledBack(new RolledBack(40, 25, 0, "the loss of step 41 is not finite", 0.5, 1));
        files.rolledBack(new RolledBack(40, 20, 0, "the loss of step 41 is not finite", 0.5, 2));
        files.stepFinished(Events.step(29, 7));
        files.finished(Events.finished(directory));
        files.started(Events.resumed(directory, 0, 30));

        assertThat(warned()).hasSize(1);
    }

    private void keep(int lines) throws IOException {
        String kept = read("metrics.csv")
                .lines()
                .limit(lines)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Files.writeString(directory.resolve("metrics.csv"), kept);
    }

    private List<String> warned() throws IOException {
        return read("log.txt")
                .lines()
                .filter(line -> line.contains("warning: metrics.csv"))
                .toList();
    }

    @Test
    void theRowsThatACheckpointKnowsAreOnDiskBeforeIt() throws IOException {
        files.started(Events.started(directory));
        files.stepFinished(Events.step(9, 11.5));
        assertThat(read("metrics.csv").lines()).hasSize(1);
        files.checkpointing();

        assertThat(read("metrics.csv").lines()).hasSize(2).last().asString().startsWith("step,train,10,");
    }

    @Test
    void whatToldOfAnEarlierEndGoesWhenTheRunGoesOn() throws IOException {
        run(10);
        Files.writeString(directory.resolve("autopsy.json"), "{}");
        files.started(Events.resumed(directory, 1, 10));

        assertThat(names()).doesNotContain("summary.json", "autopsy.json");
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
                .contains("rollback 1: the loss of step 26 is not finite; returned from 25 to 10 steps");
    }
}
