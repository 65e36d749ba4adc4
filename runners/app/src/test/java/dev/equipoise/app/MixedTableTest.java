package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.data.Standardize;
import dev.equipoise.data.csv.CsvData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.TableNll;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of numbers, of 0 and 1, and of categories, whose columns all follow one hidden number. */
class MixedTableTest {

    @TempDir
    Path folder;

    @Experiment(name = "mixed-table", epochs = 60, batchSize = 32)
    @CsvData(file = "given by --set", counts = "calls")
    @Standardize
    @TableNll
    @MlpVae(hidden = 16, latent = 1)
    @FixedBeta(beta = 1)
    @CosineLearningRate(max = 1e-2, min = 1e-4)
    static final class Mixed {}

    private Path table(boolean gaps) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("x,y,up,calls,kind\n");
        for (int n = 0; n < 800; n++) {
            double z = 2 * random.nextGaussian();
            String x = gaps && random.nextInt(5) == 0 ? "" : String.valueOf((float) (z + 0.2 * random.nextGaussian()));
            text.append(x)
                    .append(',')
                    .append((float) (3 * z + 0.5 * random.nextGaussian()))
                    .append(',');
            text.append(z > 0 ? 1 : 0).append(',');
            text.append((int) Math.floor(Math.exp(0.5 * z + 1 + random.nextGaussian())))
                    .append(',');
            text.append(z < -1 ? "low" : z < 1 ? "middle" : "high").append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private JsonNode summary(boolean gaps) throws IOException {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        Path run =
                runs.run(runs.plan(Mixed.class, "csvData.file=" + table(gaps))).directory();
        return new ObjectMapper().readTree(run.resolve("summary.json").toFile());
    }

    @Test
    void everyGroupGainsOverItsMarginalAndTheirSumIsTheReconstruction() throws IOException {
        JsonNode validation = summary(false).path("validation");

        double sum = 0;
        for (String group :
                new String[] {"gaussianColumns", "bernoulliColumns", "categoricalColumns", "negativeBinomialColumns"}) {
            assertThat(validation.at("/gained/" + group).asDouble()).as(group).isGreaterThan(0.1);
            sum += validation.at("/measures/" + group).asDouble();
        }
        assertThat(validation.at("/reconstruction").asDouble()).isCloseTo(sum, within(1e-6));
        assertThat(validation.at("/elbo").asDouble())
                .isCloseTo(-sum - validation.at("/kl").asDouble(), within(1e-6));
        assertThat(validation.at("/mse").asDouble())
                .as("of the two columns of numbers")
                .isCloseTo(validation.at("/squaredError").asDouble() / 2, within(1e-9))
                .isLessThan(0.3);
    }

    @Test
    void whatIsMissingIsLeftOut() throws IOException {
        JsonNode validation = summary(true).path("validation");

        assertThat(validation.at("/gained/gaussianColumns").asDouble()).isGreaterThan(0.2);
        assertThat(validation.at("/squaredError").asDouble()
                        / validation.at("/mse").asDouble())
                .as("observed columns of numbers")
                .isBetween(1.6, 1.95);
    }

    @Test
    void strategiesOfASquaredErrorAreRefused() throws IOException {
        Told told = CommandLineHere.execute(
                "describe", "mixed-table", "--with", "sigmaVae", "--set", "csvData.file=" + table(false));

        assertThat(told.code()).isEqualTo(64);
        assertThat(told.err())
                .contains(
                        "the shape of sigmaVae (--with) must have a measure that it can price, got 'gaussianColumns'");
    }

    @Test
    void aGoalForTheSquaredErrorIsRefused() throws IOException {
        Told told = CommandLineHere.execute(
                "describe",
                "mixed-table",
                "--with",
                "geco",
                "--set",
                "geco.squaredError=1",
                "--set",
                "csvData.file=" + table(false));

        assertThat(told.code()).isEqualTo(64);
        assertThat(told.err())
                .contains("the squared error that geco (--with) holds must be that of all elements, but tableNll");
    }
}
