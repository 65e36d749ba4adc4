package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.schedules.CosineLearningRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real runs beside the closed-form optimum, read from their {@code summary.json}. */
class OracleTest {

    private static final double[] FIVE = {4, 2, 1, 0.5, 0.25};
    private static final double[] STEEP = {9, 3, 1, 0.3};
    private static final double[] MORE_THAN_LATENTS = {5, 2.5, 1.2, 0.6};

    /** Epochs of 30 steps: 2,010 steps suffice for beta of 1 and more on the five and of 4 on the others, 6,000 for all. */
    private static final int SHORT = 67;

    /** Epochs that suffice for beta of 3 and more on the five, and do not for 1.2. */
    private static final int SHORTEST = 34;

    private static final int LONG = 200;

    @TempDir
    Path runs;

    @Experiment(name = "oracle", epochs = LONG, batchSize = 256, seed = 7)
    @GaussianData
    @LinearVae(latent = 5)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    @Evaluation(draws = 16)
    static final class Oracle {}

    static Stream<Arguments> shortRuns() {
        return Stream.of(
                Arguments.of(EngineName.MXNET, FIVE, 5, 1.2, SHORT),
                Arguments.of(EngineName.PYTORCH, FIVE, 5, 3.0, SHORTEST),
                Arguments.of(EngineName.MXNET, FIVE, 5, 6.0, SHORTEST));
    }

    @ParameterizedTest
    @MethodSource("shortRuns")
    void betasOfOneAndMoreReachTheOptimum(EngineName engine, double[] eigenvalues, int latents, double beta, int epochs)
            throws IOException {
        everyBetaReachesTheOptimum(engine, eigenvalues, latents, beta, epochs);
    }

    static Stream<Arguments> longRuns() {
        List<Arguments> cases = new ArrayList<>();
        for (EngineName engine : EngineName.values()) {
            for (double beta : new double[] {0.2, 0.6, 1.2, 3, 6, 10}) {
                cases.add(Arguments.of(engine, FIVE, 5, beta, beta < 1 ? LONG : SHORT));
            }
            for (double beta : new double[] {0.4, 1.2, 4}) {
                cases.add(Arguments.of(engine, STEEP, 4, beta, beta < 4 ? LONG : SHORT));
                cases.add(Arguments.of(engine, MORE_THAN_LATENTS, 2, beta, beta < 4 ? LONG : SHORT));
            }
        }
        return cases.stream();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("longRuns")
    void everyBetaReachesTheOptimum(EngineName engine, double[] eigenvalues, int latents, double beta, int epochs)
            throws IOException {
        JsonNode summary = run(
                engine,
                eigenvalues,
                latents,
                epochs,
                List.of(new Setting("fixedBeta.beta", String.valueOf(beta), "test")));
        WaterFilling optimum = new WaterFilling(eigenvalues, latents);
        assertNear(summary, optimum, beta / 2);
        assertThat(summary.get("betaFinal").asDouble()).isEqualTo(beta);
        assertThat(summary.get("decoderVariance").asDouble()).isCloseTo(beta / 2, within(1e-12));
    }

    private static void assertNear(JsonNode summary, WaterFilling optimum, double b) {
        double distortion = optimum.distortion(b);
        double rate = optimum.rate(b);
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/squaredError").asDouble())
                    .as("distortion, %s", split)
                    .isCloseTo(distortion, within(0.02 * distortion));
            assertThat(summary.at("/" + split + "/kl").asDouble())
                    .as("rate, %s", split)
                    .isCloseTo(rate, within(Math.max(0.02 * rate, 0.02)));
            if (optimum.apart(b)) {
                assertThat(summary.at("/" + split + "/activeUnits").asLong())
                        .as("active units, %s", split)
                        .isEqualTo(optimum.activeUnits(b));
            }
        }
    }

    private JsonNode run(EngineName engine, double[] eigenvalues, int latents, int epochs, List<Setting> settings)
            throws IOException {
        List<Setting> all = new ArrayList<>(settings);
        String spectrum = Arrays.stream(eigenvalues).mapToObj(String::valueOf).collect(Collectors.joining(","));
        all.add(new Setting("gaussianData.eigenvalues", spectrum, "test"));
        all.add(new Setting("linearVae.latent", String.valueOf(latents), "test"));
        all.add(new Setting("experiment.epochs", String.valueOf(epochs), "test"));
        RunReport report = Equipoise.run(
                Oracle.class,
                new Overrides(all, List.of(), Set.of(), false),
                new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)));
        return new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
    }
}
