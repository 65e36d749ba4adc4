package dev.equipoise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.app.CommandLineHere;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.app.RunsHere;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.LinearAnnealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finished run that goes on for more epochs: beta had reached 2 after 5 of 10 steps, the rate its least at the end. */
class MovedSchedulesTest {

    private static final int BETA = 10;
    private static final int RATE = 13;

    @TempDir
    Path folder;

    private Path run = Path.of("");

    @Experiment(name = "lengthened", epochs = 2, batchSize = 16)
    @GaussianData(examples = 80)
    @LinearVae(latent = 2)
    @LinearAnnealing(beta = 2)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    static final class Lengthened {}

    @BeforeEach
    void finished() {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder);
        run = runs.run(runs.plan(Lengthened.class)).directory();
    }

    private Told resume(String set, String accept) {
        return CommandLineHere.execute(
                "resume", run.toString(), "--metrics-port", "0", "--set", set, "--accept", accept);
    }

    /** What the training split of an epoch was trained with, at that column of metrics.csv. */
    private double ofEpoch(int epoch, int column) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        List<String> header = List.of(lines.get(0).split(","));
        assertThat(header.get(BETA)).isEqualTo("beta");
        assertThat(header.get(RATE)).isEqualTo("learning_rate");
        return lines.stream()
                .filter(line -> line.startsWith("epoch,train,"))
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[3].equals(String.valueOf(epoch)))
                .mapToDouble(cells -> Double.parseDouble(cells[column]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatMoreEpochsMoveIsSaidBeforeItIsAcceptedAndAfterwards() throws IOException {
        String[] moves = {
            "span 30 steps instead of 10",
            "at step 9 beta is 1.2",
            "instead of 2",
            "the learning rate is",
            "to keep them as they were: --set experiment.scheduleEpochs=2 --accept experiment.scheduleEpochs"
        };
        Told refused = resume("experiment.epochs=6", "code");
        assertThat(refused.code()).isEqualTo(65);
        assertThat(refused.err()).contains(moves);

        Told accepted = resume("experiment.epochs=6", "experiment.epochs");
        assertThat(accepted.code()).as(accepted.err()).isZero();
        assertThat(accepted.err()).contains(moves);
        assertThat(ofEpoch(3, BETA)).as("beta rises anew").isLessThan(1.8);
        assertThat(ofEpoch(3, RATE)).isGreaterThan(1e-3);
    }

    @Test
    void schedulesAreKeptOnRequest() throws IOException {
        Told kept = CommandLineHere.execute(
                "resume",
                run.toString(),
                "--metrics-port",
                "0",
                "--set",
                "experiment.epochs=6",
                "--set",
                "experiment.scheduleEpochs=2",
                "--accept",
                "experiment.epochs,experiment.scheduleEpochs");

        assertThat(kept.code()).as(kept.err()).isZero();
        assertThat(kept.err()).doesNotContain("laid out");
        for (int epoch = 3; epoch <= 6; epoch++) {
            assertThat(ofEpoch(epoch, BETA)).isEqualTo(2);
            assertThat(ofEpoch(epoch, RATE)).isCloseTo(1e-5, within(1e-12));
        }
        assertThat(CommandLineHere.execute(
                                "describe", "--set", "experiment.scheduleEpochs=-1", Lengthened.class.getName())
                        .err())
                .contains("experiment.scheduleEpochs");
    }

    @Test
    void anotherBatchSizeMovesSchedulesToo() {
        Told refused = resume("experiment.batchSize=8", "code");

        assertThat(refused.err())
                .contains("span 20 steps instead of 10", "at step 9 beta is")
                .doesNotContain("to keep them");
    }
}
