package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.GaussianData;
import dev.equipoise.engine.EngineName;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.model.LinearVae;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.schedules.CosineLearningRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strategies and shapes beside the b that they must end at: rate R(b), distortion D(b) and beta 2·b of a linear VAE. */
class StrategyOracleTest {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};
    private static final WaterFilling OPTIMUM = new WaterFilling(EIGENVALUES, 5);

    @TempDir
    Path runs;

    @Experiment(name = "strategy-oracle", epochs = 200, batchSize = 256, seed = 7)
    @GaussianData(eigenvalues = {4, 2, 1, 0.5, 0.25})
    @LinearVae(latent = 5)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    @Evaluation(draws = 16)
    static final class Oracle {}

    /**
     * A part, where it must end, and how near.
     *
     * @param reportedBeta what the summary must say; empty for null
     * @param bar relative tolerance of rate and distortion: 3 % where a hard gate is on, else 2 %
     */
    record Prediction(String part, List<String> settings, double b, OptionalDouble reportedBeta, double bar) {

        static Prediction steered(String part, String setting, double b) {
            return new Prediction(part, List.of(setting), b, OptionalDouble.of(2 * b), 0.02);
        }

        static Prediction gated(String part, List<String> settings, double b, OptionalDouble reportedBeta) {
            return new Prediction(part, settings, b, reportedBeta, 0.03);
        }

        @Override
        public String toString() {
            return part + settings;
        }
    }

    static Stream<Arguments> predictions() {
        double twoNats = OPTIMUM.atRate(2);
        List<Prediction> all = List.of(
                Prediction.steered("dynamicKlTarget", "dynamicKlTarget.nats=2", twoNats),
                Prediction.steered("dualGradient", "dualGradient.nats=2", twoNats),
                Prediction.steered("geco", "geco.squaredError=2", 0.4375),
                Prediction.gated("capacity", List.of("capacity.nats=2", "capacity.gamma=3"), twoNats, none()),
                Prediction.gated("capacity", List.of("capacity.nats=1", "capacity.gamma=0.6"), 0.3, none()),
                Prediction.gated(
                        "freeBits",
                        List.of("freeBits.nats=2", "freeBits.kind=TOTAL", "fixedBeta.beta=3"),
                        twoNats,
                        OptionalDouble.of(3)),
                Prediction.gated(
                        "freeBits",
                        List.of("freeBits.nats=1", "freeBits.kind=TOTAL", "fixedBeta.beta=0.6"),
                        0.3,
                        OptionalDouble.of(0.6)),
                Prediction.gated(
                        "freeBits", List.of("freeBits.nats=0.01", "fixedBeta.beta=0.4"), 0.2, OptionalDouble.of(0.4)));
        return Stream.of(EngineName.values())
                .flatMap(engine -> all.stream().map(prediction -> Arguments.of(engine, prediction)));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("predictions")
    void everyPartEndsWhereMathematicsSays(EngineName engine, Prediction prediction) throws IOException {
        JsonNode summary = run(engine, prediction);
        double rate = OPTIMUM.rate(prediction.b());
        double distortion = OPTIMUM.distortion(prediction.b());
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/kl").asDouble())
                    .as("rate, %s", split)
                    .isCloseTo(rate, within(Math.max(prediction.bar() * rate, 0.02)));
            assertThat(summary.at("/" + split + "/squaredError").asDouble())
                    .as("distortion, %s", split)
                    .isCloseTo(distortion, within(prediction.bar() * distortion));
        }
        JsonNode beta = summary.get("betaLastEpochMean");
        if (prediction.reportedBeta().isEmpty()) {
            assertThat(beta.isNull()).isTrue();
        } else {
            double expected = prediction.reportedBeta().getAsDouble();
            assertThat(beta.asDouble()).isCloseTo(expected, within(0.05 * expected));
        }
    }

    @Test
    void withoutABetaThereIsNoElboButTheOneOfTheBestVariance() throws IOException {
        JsonNode summary = run(
                EngineName.PYTORCH,
                Prediction.gated("capacity", List.of("capacity.nats=2", "experiment.epochs=1"), 1, none()));
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        assertThat(summary.get("betaFinal").isNull()).isTrue();
        assertThat(summary.get("decoderVariance").isNull()).isTrue();
        assertThat(summary.at("/train/elbo").isNull()).isTrue();
        assertThat(summary.at("/train/elboOptimalVariance").isNumber()).isTrue();
    }

    private static OptionalDouble none() {
        return OptionalDouble.empty();
    }

    private JsonNode run(EngineName engine, Prediction prediction) throws IOException {
        List<Setting> settings = new ArrayList<>();
        for (String setting : prediction.settings()) {
            String[] sides = setting.split("=", 2);
            settings.add(new Setting(sides[0], sides[1], "test"));
        }
        RunReport report = Equipoise.run(
                Oracle.class,
                new Overrides(settings, List.of(prediction.part()), Set.of(), false),
                new RunOptions(engine, "cpu", runs, 0, Duration.ZERO));
        return new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
    }
}
