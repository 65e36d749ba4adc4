package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Standardize;
import dev.equipoise.data.TestSplit;
import dev.equipoise.data.csv.CsvData;
import dev.equipoise.data.preprocessing.Dequantize;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.losses.FactorVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.optimizer.ExponentialMovingAverage;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} and {@code latents} on real runs. */
class SavedModelCommandsTest {

    @TempDir
    Path folder;

    @Experiment(name = "sampled", epochs = 3, batchSize = 16)
    @GaussianData(examples = 160)
    @Standardize
    @Dequantize(order = 5)
    @MlpVae(hidden = 8, latent = 2)
    @FactorVae
    @ExponentialMovingAverage
    @TestSplit(share = 0.2)
    @Evaluation(draws = 2)
    static final class Sampled {}

    @Experiment(name = "measured", epochs = 4, batchSize = 16)
    @GaussianData(examples = 160, eigenvalues = 400)
    @MlpVae(hidden = 8, latent = 2)
    static final class Measured {}

    @Experiment(name = "pets", epochs = 3, batchSize = 8)
    @CsvData(file = "given by --set", target = "species")
    @Standardize
    @MlpVae(hidden = 8, latent = 2)
    static final class Pets {}

    private final ObjectMapper json = new ObjectMapper();

    private Path run(Class<?> experiment, String... settings) {
        RunsHere runs = new RunsHere(EngineName.PYTORCH, folder.resolve("runs"));
        return runs.run(runs.plan(experiment, settings)).directory();
    }

    private JsonNode told(String... arguments) throws IOException {
        Told told = CommandLineHere.execute(arguments);
        assertThat(told.code()).as(told.err()).isZero();
        return json.readTree(told.out());
    }

    private JsonNode summary(Path run) throws IOException {
        return json.readTree(run.resolve("summary.json").toFile());
    }

    @Test
    void theLastModelIsEvaluatedAsItsRunDidItAtItsEndToTheLastBit() throws IOException {
        Path run = run(Measured.class);

        JsonNode again = told("evaluate", run.toString(), "--which", "last", "--json", "--device", "cpu");

        JsonNode summary = summary(run);
        assertThat(again.get("train")).isEqualTo(summary.get("train"));
        assertThat(again.get("validation")).isEqualTo(summary.get("validation"));
        assertThat(again.at("/validation/squaredError").asDouble()).isPositive();
        assertThat(again.get("steps").asInt()).isEqualTo(summary.get("steps").asInt());
        assertThat(again.has("test")).isFalse();
    }

    @Test
    void soIsOneWithAveragedWeightsACriticRandomStepsAndATestSplit() throws IOException {
        Path run = run(Sampled.class);

        JsonNode again = told("evaluate", run.toString(), "--which", "last", "--json", "--device", "cpu");

        JsonNode summary = summary(run);
        for (String split : List.of("train", "validation", "test")) {
            assertThat(again.get(split)).as(split).isEqualTo(summary.get(split)).isNotNull();
        }
        assertThat(again.get("dataUnitsMissing")).isEqualTo(summary.get("dataUnitsMissing"));
    }

    @Test
    void aFastRunIsEvaluatedOnItsFewExamples() throws IOException {
        Told trained = CommandLineHere.execute(
                "run",
                "sampled",
                "--fast",
                "--engine",
                "PyTorch",
                "--device",
                "cpu",
                "--metrics-port",
                "0",
                "--runs",
                folder.toString());
        assertThat(trained.code()).as(trained.err()).isZero();

        JsonNode again = told("evaluate", folder.toString(), "--which", "last", "--json", "--device", "cpu");

        Path run = folder.resolve("sampled").resolve(again.get("run").asText());
        assertThat(again.get("test")).isEqualTo(summary(run).get("test"));
    }

    @Test
    void theBestModelIsEvaluatedUnlessTheLastIsAskedFor() throws IOException {
        Path run = run(Measured.class, "constantLearningRate.rate=0.5", "experiment.epochs=6");

        JsonNode best = told("evaluate", run.toString(), "--json", "--device", "cpu");
        Told last = CommandLineHere.execute("evaluate", run.toString(), "--which", "last", "--device", "cpu");

        assertThat(best.get("checkpoint").asText()).isEqualTo("best");
        assertThat(best.at("/validation/elboOptimalVariance").asDouble())
                .isGreaterThan(
                        summary(run).at("/validation/elboOptimalVariance").asDouble());
        assertThat(last.out())
                .contains("the last model of measured after 60 steps", "squared error per example", "active units")
                .containsPattern("train +validation\\n");
    }

    private static String pets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        i % 9 + "," + (i * i % 7) + "," + (i % 2 == 0 ? "cat" : "dog") + "," + (i % 3 == 0 ? "x" : "y"))
                .collect(Collectors.joining("\n", "age,weight,kind,species\n", "\n"));
    }

    @Test
    void newExamplesGetThePreprocessingThatWasFittedToTheRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), pets(40));
        Path run = run(Pets.class, "csvData.file=" + file, "csvData.validation=0.25");
        Path same = Files.writeString(folder.resolve("same.csv"), pets(40));
        Path moved = Files.writeString(
                folder.resolve("moved.csv"), "kind,weight,age\ncat,100,100\ndog,100,100\ncat,100,100\n");

        JsonNode own = told("evaluate", run.toString(), "--json", "--device", "cpu");
        JsonNode whole = told("evaluate", run.toString(), "--data", same.toString(), "--json", "--device", "cpu");
        JsonNode far = told("evaluate", run.toString(), "--data", moved.toString(), "--json", "--device", "cpu");

        double train = own.at("/train/squaredError").asDouble();
        double held = own.at("/validation/kl").asDouble();
        assertThat(whole.get("train")).isEqualTo(own.get("train"));
        assertThat(whole.at("/new/kl").asDouble())
                .as("KL, which has no noise")
                .isCloseTo(0.75 * own.at("/train/kl").asDouble() + 0.25 * held, withinPercentage(0.01));
        assertThat(whole.get("data").asText()).isEqualTo(same.toString());
        assertThat(whole.has("validation")).isFalse();
        assertThat(far.at("/new/squaredError").asDouble())
                .as("fitted to itself, each column would be near 0")
                .isGreaterThan(100 * train);
    }

    @Test
    void theLatentsOfTheValidationSplitAreWrittenWithTheirLabels() throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), pets(40));
        Path run = run(Pets.class, "csvData.file=" + file, "csvData.validation=0.25");

        JsonNode printed = told("latents", run.toString(), "--which", "last", "--json", "--device", "cpu");

        Path out = run.resolve("latents");
        assertThat(json.readTree(out.resolve("latents.json").toFile())).isEqualTo(printed);
        float[] means = floats(out.resolve("means.npy"), "'<f4', 'fortran_order': False, 'shape': (10, 2), }");
        float[] logVariances = floats(out.resolve("log_variances.npy"), "(10, 2)");
        assertThat(printed.get("data").asText()).isEqualTo("validation");
        JsonNode summary = summary(run);
        for (int latent = 0; latent < 2; latent++) {
            JsonNode of = printed.get("latents").get(latent);
            double mean = 0;
            double sigma = 0;
            for (int n = latent; n < 20; n += 2) {
                mean += means[n] / 10.0;
                sigma += Math.exp(logVariances[n] / 2.0) / 10;
            }
            double squares = 0;
            for (int n = latent; n < 20; n += 2) {
                squares += (means[n] - mean) * (means[n] - mean);
            }
            double kl = summary.at("/validation/klPerLatent").get(latent).asDouble();
            assertThat(of.get("mean").asDouble()).isCloseTo(mean, within(1e-9));
            assertThat(of.get("deviation").asDouble()).isCloseTo(Math.sqrt(squares / 9), within(1e-9));
            assertThat(of.get("meanSigma").asDouble()).isCloseTo(sigma, within(1e-9));
            assertThat(of.get("kl").asDouble()).isCloseTo(kl, within(1e-5));
            assertThat(of.get("active").asBoolean()).isEqualTo(squares / 9 > 0.01);
        }
        assertThat(printed.get("activeUnits")).isEqualTo(summary.at("/validation/activeUnits"));
        double[] draws = new double[20];
        double total = 0;
        for (int i = 0; i < 20; i++) {
            total += means[i] / 20.0;
            draws[i] = means[i] * (double) means[i] + Math.exp(logVariances[i]);
        }
        double variance =
                IntStream.range(0, 20).mapToDouble(i -> draws[i]).average().orElseThrow() - total * total;
        assertThat(printed.get("scaleFactor").asDouble()).isCloseTo(1 / Math.sqrt(variance), within(1e-9));
        List<String> table = Files.readAllLines(out.resolve("latents.csv"));
        assertThat(table.get(0)).isEqualTo("label,mean_0,mean_1,log_variance_0,log_variance_1");
        ByteBuffer labels = values(out.resolve("labels.npy"), "'<i4', 'fortran_order': False, 'shape': (10,), }");
        assertThat(table.get(10))
                .isEqualTo(labels.getInt(labels.position() + 36) + "," + means[18] + "," + means[19] + ","
                        + logVariances[18] + "," + logVariances[19]);
        assertThat(table).hasSize(11);
    }

    @Test
    void theLatentsOfNewExamplesReplaceNoFileUnlessToldTo() throws IOException {
        Path file = Files.writeString(folder.resolve("pets.csv"), pets(40));
        Path run = run(Pets.class, "csvData.file=" + file);
        Path more = Files.writeString(folder.resolve("more.csv"), "kind,weight,age\ncat,3,4\n");
        Path out = folder.resolve("codes");
        String[] command = {"latents", run.toString(), "--data", more.toString(), "--out", out.toString()};

        Told first = CommandLineHere.execute(command);
        Told second = CommandLineHere.execute(command);

        assertThat(first.out()).contains("latents of 1 examples by the best model of pets", "scale factor ");
        assertThat(out.resolve("labels.npy")).doesNotExist();
        assertThat(Files.readAllLines(out.resolve("latents.csv"))).hasSize(2);
        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err()).contains("already has means.npy", "--overwrite");
        assertThat(CommandLineHere.execute("latents", run.toString(), "--out", out.toString(), "--overwrite")
                        .out())
                .contains("latents of 4 examples", "labels.npy");
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        Path measured = run(Measured.class);
        Path file = Files.writeString(folder.resolve("pets.csv"), pets(40));
        Path pets = run(Pets.class, "csvData.file=" + file);

        Told none = CommandLineHere.execute("latents", measured.toString(), "--data", file.toString());
        assertThat(none.code()).isEqualTo(65);
        assertThat(none.err()).contains("the data gaussianData reads no files, so it cannot read " + file);

        Path cow = Files.writeString(folder.resolve("cow.csv"), "age,weight,kind\n1,2,cow\n");
        Told unknown = CommandLineHere.execute("evaluate", pets.toString(), "--data", cow.toString());
        assertThat(unknown.code()).isEqualTo(65);
        assertThat(unknown.err()).contains("cow.csv, line 2", "column kind", "'cow'");

        Files.writeString(file, pets(40).replace("1,1,dog", "1,6,dog"));
        Told changed = CommandLineHere.execute("evaluate", pets.toString());
        assertThat(changed.code()).isEqualTo(65);
        assertThat(changed.err()).contains("they have changed since it was trained");
    }

    private static float[] floats(Path file, String header) throws IOException {
        ByteBuffer values = values(file, header);
        float[] floats = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(floats);
        return floats;
    }

    /** The values of an array of NumPy, which begin at a multiple of 64 bytes. */
    private static ByteBuffer values(Path file, String header) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        assertThat(new String(bytes.array(), 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
        assertThat((10 + length) % 64).isZero();
        assertThat(new String(bytes.array(), 10, length, StandardCharsets.US_ASCII))
                .contains(header)
                .endsWith("\n");
        return bytes.position(10 + length);
    }
}
