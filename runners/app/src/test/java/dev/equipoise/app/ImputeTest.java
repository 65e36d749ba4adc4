package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.data.Conditional;
import dev.equipoise.data.Standardize;
import dev.equipoise.data.csv.CsvData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code impute} on real runs. */
class ImputeTest {

    @TempDir
    Path folder;

    /** Its second number is three times the first plus one, and the text says whether the first is positive. */
    @Experiment(name = "lacking", epochs = 60, batchSize = 32)
    @CsvData(file = "given by --set", ignore = "id")
    @Standardize
    @MlpVae(hidden = 16, latent = 1)
    @FixedBeta(beta = 0.02)
    @CosineLearningRate(max = 1e-2, min = 1e-4)
    static final class Lacking {}

    @Experiment(name = "lacking-beside-a-condition", epochs = 60, batchSize = 32)
    @CsvData(file = "given by --set", ignore = "id")
    @Conditional(on = "sign")
    @Standardize
    @MlpVae(hidden = 16, latent = 1)
    @FixedBeta(beta = 0.02)
    @CosineLearningRate(max = 1e-2, min = 1e-4)
    static final class Beside {}

    private Path table(String name, boolean signs) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("id,x,y,sign\n");
        for (int n = 0; n < 600; n++) {
            double x = 2 * random.nextGaussian();
            int lost = random.nextInt(8);
            text.append("r").append(n).append(',');
            text.append(lost == 0 ? "NA" : String.valueOf((float) x)).append(',');
            text.append(lost == 1 ? "" : String.valueOf((float) (3 * x + 1))).append(',');
            text.append(lost == 2 && signs ? "?" : x > 0 ? "up" : "down").append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private Path run(Class<?> experiment, Path table) {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        return runs.run(runs.plan(experiment, "csvData.file=" + table)).directory();
    }

    private Path records() throws IOException {
        return Files.writeString(folder.resolve("new.csv"), "sign,y,x\nup,,1.5\n?,-8.25,-3\ndown,-5,NA\nup,7,2\n");
    }

    @Test
    void whatIsObservedStaysAndWhatIsMissingFollowsFromIt() throws IOException {
        Path run = run(Lacking.class, table("train.csv", true));

        Told told = CommandLineHere.execute(
                "impute", run.toString(), "--data", records().toString());

        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out()).startsWith("3 missing values of 4 records replaced by the best model of lacking after");
        List<String> lines = Files.readAllLines(run.resolve("impute").resolve("imputed.csv"), StandardCharsets.UTF_8);
        assertThat(lines.get(0)).isEqualTo("x,y,sign");
        assertThat(lines.get(1)).startsWith("1.5,").endsWith(",up");
        assertThat(Double.parseDouble(lines.get(1).split(",", -1)[1])).isBetween(4.0, 7.0);
        assertThat(lines.get(2)).isEqualTo("-3,-8.25,down");
        assertThat(lines.get(3)).endsWith(",-5,down");
        assertThat(Double.parseDouble(lines.get(3).split(",", -1)[0])).isBetween(-2.6, -1.4);
        assertThat(lines.get(4)).isEqualTo("2,7,up");

        assertThat(CommandLineHere.execute(
                                "impute", run.toString(), "--data", records().toString())
                        .err())
                .contains("already has imputed.csv");
        assertThat(CommandLineHere.execute("impute", run.toString()).err()).contains("name the records by --data FILE");
    }

    @Test
    void aConditionStandsBesideEachRecord() throws IOException {
        Path run = run(Beside.class, table("train.csv", false));
        Path records = Files.writeString(folder.resolve("new.csv"), "x,y,sign\n,,up\n,,down\n1.5,,up\n");

        Told told = CommandLineHere.execute("impute", run.toString(), "--data", records.toString());

        assertThat(told.code()).as(told.err()).isZero();
        List<String> lines = Files.readAllLines(run.resolve("impute").resolve("imputed.csv"), StandardCharsets.UTF_8);
        assertThat(lines.get(0)).isEqualTo("x,y");
        assertThat(Double.parseDouble(lines.get(1).split(",", -1)[0])).isPositive();
        assertThat(Double.parseDouble(lines.get(2).split(",", -1)[0])).isNegative();
        assertThat(Double.parseDouble(lines.get(3).split(",", -1)[1])).isBetween(4.0, 7.0);
    }

    /** The records are the same but for their condition. */
    @Test
    void aChangedConditionIsChangedData() throws IOException {
        Path table = table("train.csv", false);
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Beside.class, "csvData.file=" + table, "experiment.epochs=1"))
                .directory();
        assertThat(CommandLineHere.execute("evaluate", run.toString()).code()).isZero();

        String text = Files.readString(table);
        Files.writeString(
                table, text.replace("up", "other").replace("down", "up").replace("other", "down"));

        Told told = CommandLineHere.execute("evaluate", run.toString());
        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err()).contains("they have changed since it was trained");
    }

    @Test
    void aModelOfCompleteRecordsIsRefused() throws IOException {
        Path complete = Files.writeString(
                folder.resolve("complete.csv"), "id,x,y,sign\nr0,1,4,up\nr1,-1,-2,down\nr2,2,7,up\nr3,3,10,up\n");
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run = runs.run(runs.plan(Lacking.class, "csvData.file=" + complete, "experiment.epochs=1"))
                .directory();

        Told told = CommandLineHere.execute(
                "impute", run.toString(), "--data", records().toString());

        assertThat(told.code()).isEqualTo(65);
        assertThat(told.err()).contains("the model must know which values are missing");
    }
}
