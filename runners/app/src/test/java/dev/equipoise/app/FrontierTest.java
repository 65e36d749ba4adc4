package dev.equipoise.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.CommandLineHere.Told;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.schedules.ConstantLearningRate;
import dev.equipoise.schedules.FixedBeta;
import dev.equipoise.schedules.MultiRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trained model at every beta that it was trained for. */
class FrontierTest {

    @TempDir
    Path folder;

    @Experiment(name = "many-betas", epochs = 40, batchSize = 16)
    @GaussianData(examples = 160)
    @MlpVae(hidden = 8, latent = 2)
    @MultiRate(lowest = 0.1, highest = 20)
    @ConstantLearningRate(rate = 0.03)
    static final class ManyBetas {}

    @Experiment(name = "one-beta", epochs = 1, batchSize = 16)
    @GaussianData(examples = 160)
    @LinearVae
    @FixedBeta
    static final class OneBeta {}

    private Path run(EngineName engine, Class<?> experiment) {
        RunsHere runs = new RunsHere(engine, folder.resolve("runs"));
        return runs.run(runs.plan(experiment)).directory();
    }

    private static JsonNode told(String... arguments) throws IOException {
        Told told = CommandLineHere.execute(arguments);
        assertThat(told.code()).as(told.err()).isZero();
        return new ObjectMapper().readTree(told.out());
    }

    @ParameterizedTest
    @EnumSource
    void aHigherBetaLeavesLessKlAndTheMiddleOneIsThatOfEvaluations(EngineName engine) throws IOException {
        Path run = run(engine, ManyBetas.class);
        Path csv = folder.resolve("frontier.csv");
        Path png = folder.resolve("frontier.png");
        String[] command = {
            "frontier",
            run.toString(),
            "--which",
            "last",
            "--points",
            "3",
            "--json",
            "--device",
            "cpu",
            "--csv",
            csv.toString(),
            "--png",
            png.toString()
        };

        JsonNode points = told(command).get("points");

        JsonNode validation = new ObjectMapper()
                .readTree(run.resolve("summary.json").toFile())
                .get("validation");
        assertThat(points).hasSize(3);
        assertThat(points.get(0).get("beta").asDouble()).isEqualTo(0.1);
        assertThat(points.get(2).get("beta").asDouble()).isCloseTo(20, within(1e-9));
        assertThat(points.get(1).get("kl").asDouble())
                .isCloseTo(validation.get("kl").asDouble(), within(1e-6));
        assertThat(points.get(1).get("squaredError").asDouble())
                .isCloseTo(validation.get("squaredError").asDouble(), within(1e-5));
        assertThat(points.get(0).get("kl").asDouble())
                .isGreaterThan(points.get(1).get("kl").asDouble() + 0.1);
        assertThat(points.get(1).get("kl").asDouble())
                .isGreaterThan(points.get(2).get("kl").asDouble() + 0.1);
        assertThat(Files.readAllLines(csv)).hasSize(4).startsWith("beta,squared_error,kl,active_units");
        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(900);
        assertTakesBetas(engine, run);
    }

    private static void assertTakesBetas(EngineName engine, Path run) {
        RunOptions options = new RunOptions(engine, "cpu", run, Monitoring.onPort(0));
        try (TrainedModel model = Equipoise.load(ManyBetas.class, run, TrainedModel.Which.LAST, options)) {
            float[] x = new float[model.elements()];
            x[0] = 2;
            float[] middle = model.encode(x).logVariances();
            assertThat(model.at(Math.sqrt(0.1 * 20)).encode(x).logVariances()).containsExactly(middle, within(1e-6f));
            assertThat(model.at(0.1).encode(x).logVariances()[0])
                    .isLessThan(model.at(20).encode(x).logVariances()[0] - 0.1f);
            assertThat(model.at(0.1).sample(1, 1)).isNotEqualTo(model.at(20).sample(1, 1));
            assertThat(model.at(0.1).reconstruct(x)).isNotEqualTo(model.at(20).reconstruct(x));
            assertThatThrownBy(() -> model.at(21))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("between 0.1 and 20.0");
        }
    }

    @Test
    void aRunOfOneBetaIsRefusedWithWhatToDo() {
        Path run = run(EngineName.PYTORCH, OneBeta.class);

        Told told = CommandLineHere.execute("frontier", run.toString(), "--which", "last", "--device", "cpu");

        assertThat(told.code()).isNotZero();
        assertThat(told.err())
                .contains("must be trained for many betas")
                .contains("train with a strategy for many betas");
        assertThat(told.out()).isEmpty();
        RunOptions options = new RunOptions(EngineName.PYTORCH, "cpu", run, Monitoring.onPort(0));
        try (TrainedModel model = Equipoise.load(OneBeta.class, run, TrainedModel.Which.LAST, options)) {
            assertThatThrownBy(() -> model.at(1)).hasMessageContaining("must be trained for many betas");
        }
    }

    @Test
    void theNumberOfBetasHasBounds() {
        Path run = run(EngineName.PYTORCH, ManyBetas.class);

        for (String number : List.of("1", "1001")) {
            Told told = CommandLineHere.execute("frontier", run.toString(), "--points", number);
            assertThat(told.code()).isNotZero();
            assertThat(told.err()).contains("--points must be between 2 and 1000");
        }
    }
}
