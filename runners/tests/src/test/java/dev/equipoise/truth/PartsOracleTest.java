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
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of choosing the price beside the end that mathematics predicts, or the failure that is documented. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartsOracleTest {

    private static final WaterFilling FIVE = new WaterFilling(Prediction.EIGENVALUES, 5);
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private final OracleTable table = new OracleTable();

    @Experiment(name = "parts-oracle", epochs = 200, batchSize = 256, seed = 7)
    @GaussianData(eigenvalues = {4, 2, 1, 0.5, 0.25})
    @LinearVae(latent = 5)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    @Evaluation(draws = 16)
    static final class Oracle {}

    /** Parts with a shape of their own, on both engines. */
    private static List<Prediction> shapes() {
        double twoNats = FIVE.atRate(2);
        return List.of(
                Prediction.gated(twoNats, NONE, "capacity", "capacity.nats=2", "capacity.gamma=3"),
                Prediction.gated(
                        twoNats,
                        OptionalDouble.of(3),
                        "fixedBeta,freeBits",
                        "fixedBeta.beta=3",
                        "freeBits.nats=2",
                        "freeBits.kind=TOTAL"),
                Prediction.at(twoNats, "klTarget", "klTarget.nats=2"),
                Prediction.atWith(2, 1.75 / 3, "sigmaVae", "sigmaVae.kind=OPTIMAL"),
                Prediction.atWith(2, 1.75 / 3, "sigmaVae", "sigmaVae.kind=SHARED"),
                Prediction.trained(
                        2,
                        NONE,
                        Prediction.EXACT,
                        PartsOracleTest::ownVariances,
                        "sigmaVae",
                        "sigmaVae.kind=PER_IMAGE"));
    }

    /** What the engine does not see the difference of: prices alone, and shapes that were on both engines above. */
    private static List<Prediction> prices() {
        double twoNats = FIVE.atRate(2);
        return List.of(
                Prediction.at(0.5, "fixedBeta", "fixedBeta.beta=0.5", "fixedBeta.convention=HALF_SQUARED_ERROR"),
                Prediction.at(0.5, "linearAnnealing", "linearAnnealing.beta=1"),
                Prediction.at(0.5, "cosineAnnealing", "cosineAnnealing.beta=1"),
                Prediction.at(0.5, "sigmoidAnnealing", "sigmoidAnnealing.beta=1"),
                Prediction.at(0.5, "exponentialAnnealing", "exponentialAnnealing.beta=1"),
                Prediction.at(0.5, "stepAnnealing", "stepAnnealing.betas=0,4,1", "stepAnnealing.at=1000,2000"),
                Prediction.at(
                        0.5,
                        "piecewiseAnnealing",
                        "piecewiseAnnealing.betas=8,0.1,1",
                        "piecewiseAnnealing.at=0,1000,3000"),
                Prediction.at(0.5, "linearAnnealing", "linearAnnealing.initial=16", "linearAnnealing.beta=1"),
                // beta is value·N/M with N = M
                Prediction.at(0.5, "fixedBeta", "fixedBeta.beta=1", "fixedBeta.convention=NORMALISED"),
                Prediction.at(
                        0.5,
                        "cyclicalAnnealing,cosineWarmRestarts",
                        "cosineWarmRestarts.max=0.01",
                        "cosineWarmRestarts.cycleSteps=1500"),
                Prediction.at(FIVE.atRate(1), "klTarget", "klTarget.nats=1"),
                Prediction.at(FIVE.atRate(3), "klTarget", "klTarget.nats=3"),
                Prediction.at(twoNats, "dynamicKlTarget", "dynamicKlTarget.nats=2"),
                Prediction.at(twoNats, "dualGradient", "dualGradient.nats=2"),
                // anywhere between nats and 1.05·nats, so 2 % about the middle
                Prediction.at(FIVE.atRate(2.05), "softFreeBits", "softFreeBits.nats=2", "softFreeBits.beta=5"),
                Prediction.at(0.3, "softFreeBits", "softFreeBits.nats=1", "softFreeBits.beta=0.6"),
                Prediction.at(0.4375, "geco", "geco.squaredError=2"),
                Prediction.gated(0.3, NONE, "capacity", "capacity.nats=1", "capacity.gamma=0.6"),
                Prediction.gated(
                        0.3,
                        OptionalDouble.of(0.6),
                        "fixedBeta,freeBits",
                        "fixedBeta.beta=0.6",
                        "freeBits.nats=1",
                        "freeBits.kind=TOTAL"),
                Prediction.gated(
                        0.2, OptionalDouble.of(0.4), "fixedBeta,freeBits", "fixedBeta.beta=0.4", "freeBits.nats=0.01"),
                // one latent at its floor: R = nats, so b = 4·e^(−2·nats)
                Prediction.gatedWith(
                        1,
                        4 * Math.exp(-2),
                        OptionalDouble.of(3),
                        "fixedBeta,freeBits",
                        "fixedBeta.beta=3",
                        "freeBits.nats=1"),
                Prediction.trained(
                        5,
                        OptionalDouble.of(3),
                        Prediction.GATED,
                        (errors, kl, onError, onKl) -> freeEachLatent(0.3, 3, kl, onError, onKl),
                        "fixedBeta,freeBits",
                        "fixedBeta.beta=3",
                        "freeBits.nats=0.3"),
                Prediction.trained(
                        5,
                        OptionalDouble.of(2),
                        Prediction.GATED,
                        (errors, kl, onError, onKl) -> freeEachExample(2, 2, kl, onError, onKl),
                        "fixedBeta,freeBits",
                        "fixedBeta.beta=2",
                        "freeBits.nats=2",
                        "freeBits.kind=PER_EXAMPLE"),
                Prediction.atWith(3, 0.75 / 2, "sigmaVae", "sigmaVae.kind=SHARED"),
                Prediction.atWith(2, 1.75 / 3, "computedGamma"),
                Prediction.atWith(2, 1.2 * 1.75 / (5 - 1.2 * 2), "computedGamma", "computedGamma.factor=1.2"),
                Prediction.atWith(
                        2, 0.13118, "uncertaintyWeights", "uncertaintyWeights.rate=0.001", "experiment.epochs=600"));
    }

    static Stream<Arguments> predictions() {
        return Stream.of(
                        shapes().stream().map(prediction -> Arguments.of(EngineName.MXNET, prediction)),
                        Stream.concat(shapes().stream(), prices().stream())
                                .map(prediction -> Arguments.of(EngineName.PYTORCH, prediction)),
                        alternately(divergences(2)))
                .flatMap(cases -> cases);
    }

    static Stream<Arguments> alternately(List<Prediction> predictions) {
        EngineName[] engines = EngineName.values();
        return IntStream.range(0, predictions.size())
                .mapToObj(i -> Arguments.of(engines[i % engines.length], predictions.get(i)));
    }

    static Stream<Arguments> onBothEngines() {
        return Stream.of(EngineName.values())
                .flatMap(engine -> divergences(1).stream().map(prediction -> Arguments.of(engine, prediction)));
    }

    /** What replaces the exact KL, at a beta of at least 1. */
    private static List<Prediction> divergences(double beta) {
        double[] all = Prediction.EIGENVALUES;
        DivergenceOptimum kl = new DivergenceOptimum(FIVE.distortion(beta / 2), FIVE.rate(beta / 2));
        DivergenceOptimum half = DivergenceOptimum.ofRenyi(all, beta, 0.5);
        DivergenceOptimum two = DivergenceOptimum.ofRenyi(all, beta, 2);
        DivergenceOptimum jensen = DivergenceOptimum.ofGeometricJensenShannon(all, beta, 0.5);
        return List.of(
                Prediction.at("closed form", DivergenceOptimum.ofReverse(all, beta), beta, "reverseKl"),
                Prediction.at("each direction", half, beta, "renyiDivergence", "renyiDivergence.alpha=0.5"),
                Prediction.at("each direction", two, beta, "renyiDivergence", "renyiDivergence.alpha=2"),
                Prediction.at("each direction", jensen, beta, "geometricJensenShannon"),
                Prediction.at("closed form", kl, beta, "monteCarloKl", "monteCarloKl.kind=K1"),
                Prediction.at("closed form", kl, beta, "monteCarloKl", "monteCarloKl.kind=STICKING_THE_LANDING"));
    }

    @Tag("slow")
    @EnabledIfSystemProperty(named = "equipoise.betas", matches = "all")
    @ParameterizedTest
    @MethodSource("onBothEngines")
    void everyDivergenceAlsoEndsThereAtAnotherBeta(EngineName engine, Prediction prediction, @TempDir Path runs)
            throws IOException {
        assertReached(prediction, run(engine, prediction.with(), prediction.settings(), 5, runs));
    }

    /** Directions above beta are kept at any rate, and the others are lost. */
    @Tag("slow")
    @Test
    void withoutAnEntropyNothingKeepsKlFinite(@TempDir Path runs) throws IOException {
        List<String> settings = List.of("fixedBeta.beta=1.4", "experiment.epochs=134");
        JsonNode summary = run(EngineName.PYTORCH, List.of("fixedBeta", "squaredWasserstein"), settings, 5, runs);
        assertThat(summary.at("/train/squaredError").asDouble()).isBetween(1.75, 1.95);
        assertThat(summary.at("/train/kl").asDouble()).isGreaterThan(3 * FIVE.rate(0.7));
        assertThat(summary.at("/train/divergence").asDouble()).isCloseTo(2, within(0.1));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("predictions")
    void everyPartEndsWhereMathematicsSays(EngineName engine, Prediction prediction, @TempDir Path runs)
            throws IOException {
        JsonNode summary = run(engine, prediction.with(), prediction.settings(), prediction.latents(), runs);
        assertReached(prediction, summary);
        JsonNode beta = summary.get("betaLastEpochMean");
        table.add(
                prediction,
                engine.djlName(),
                summary.at("/train/squaredError").asDouble(),
                summary.at("/train/kl").asDouble(),
                beta.isNull() ? NONE : OptionalDouble.of(beta.asDouble()));
    }

    static void assertReached(Prediction prediction, JsonNode summary) {
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        JsonNode beta = summary.get("betaLastEpochMean");
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/kl").asDouble())
                    .as("rate, %s", split)
                    .isCloseTo(prediction.rate(), within(Math.max(prediction.bar() * prediction.rate(), 0.02)));
            assertThat(summary.at("/" + split + "/squaredError").asDouble())
                    .as("distortion, %s", split)
                    .isCloseTo(prediction.distortion(), within(prediction.bar() * prediction.distortion()));
        }
        if (prediction.beta().isEmpty()) {
            assertThat(beta.isNull()).isTrue();
        } else {
            double expected = prediction.beta().getAsDouble();
            assertThat(beta.asDouble()).isCloseTo(expected, within(0.05 * expected));
        }
    }

    @AfterAll
    void intoTheDocumentation() throws IOException {
        table.writeIfComplete(() -> predictions().count());
    }

    @Tag("slow")
    @Test
    void thePublishedMinimumOfComputedGammaEndsBelowTheVarianceThatIsThere(@TempDir Path runs) throws IOException {
        List<String> published = List.of("computedGamma.average=PUBLISHED_MINIMUM");
        JsonNode summary = run(EngineName.PYTORCH, List.of("computedGamma"), published, 2, runs);
        assertThat(summary.get("decoderVariance").asDouble())
                .isLessThan(0.97 * 1.75 / 3)
                .isGreaterThan(0.8 * 1.75 / 3);
    }

    @Tag("slow")
    @Test
    void uncertaintyWeightsThatMoveAtTheirOwnPaceCollapseAllLatents(@TempDir Path runs) throws IOException {
        JsonNode summary = run(EngineName.PYTORCH, List.of("uncertaintyWeights"), List.of(), 2, runs);
        assertThat(summary.at("/train/kl").asDouble()).isLessThan(1e-3);
        assertThat(summary.get("betaFinal").asDouble()).isGreaterThan(1e3);
    }

    @Tag("slow")
    @Test
    void uncertaintyWeightsRunAwayWhereTheLatentsCanExplainEverything(@TempDir Path runs) throws IOException {
        JsonNode summary = run(EngineName.PYTORCH, List.of("uncertaintyWeights"), List.of(), 5, runs);
        assertThat(summary.at("/train/squaredError").asDouble()).isLessThan(0.05);
        assertThat(summary.at("/train/kl").asDouble()).isGreaterThan(10);
    }

    @Test
    void withoutABetaThereIsNoElboButTheOneOfTheBestVariance(@TempDir Path runs) throws IOException {
        JsonNode summary = run(
                EngineName.PYTORCH,
                List.of("capacity"),
                List.of("capacity.nats=2", "capacity.gamma=3", "experiment.epochs=1"),
                5,
                runs);
        assertThat(summary.get("status").asText()).isEqualTo("completed");
        assertThat(summary.get("betaFinal").isNull()).isTrue();
        assertThat(summary.get("decoderVariance").isNull()).isTrue();
        assertThat(summary.at("/train/elbo").isNull()).isTrue();
        assertThat(summary.at("/train/elboOptimalVariance").isNumber()).isTrue();
    }

    @Test
    void aLearnedVarianceIsTheOneOfTheElbo(@TempDir Path runs) throws IOException {
        JsonNode summary = run(
                EngineName.PYTORCH,
                List.of("computedGamma"),
                List.of("computedGamma.factor=3", "experiment.epochs=1"),
                2,
                runs);
        double variance = summary.get("decoderVariance").asDouble();
        assertThat(summary.get("betaFinal").asDouble()).isCloseTo(6 * variance, within(1e-9));
        double error = summary.at("/train/squaredError").asDouble();
        double kl = summary.at("/train/kl").asDouble();
        assertThat(summary.at("/train/elbo").asDouble())
                .isCloseTo(-error / (2 * variance) - 2.5 * Math.log(2 * Math.PI * variance) - kl, within(1e-6));
    }

    /** (N/2)·ln SSEᵢ of every example, and KL. */
    private static void ownVariances(double[] errors, double[][] kl, double[] onError, double[][] onKl) {
        Arrays.setAll(onError, i -> Prediction.EIGENVALUES.length / (2 * errors[i]));
        Arrays.stream(onKl).forEach(row -> Arrays.fill(row, 1));
    }

    /** SSE and beta·Σⱼ max(floor, mean KLⱼ). */
    private static void freeEachLatent(double floor, double beta, double[][] kl, double[] onError, double[][] onKl) {
        Arrays.fill(onError, 1);
        for (int j = 0; j < kl[0].length; j++) {
            int latent = j;
            double mean =
                    Arrays.stream(kl).mapToDouble(row -> row[latent]).average().orElseThrow();
            for (double[] row : onKl) {
                row[j] = mean > floor ? beta : 0;
            }
        }
    }

    /** SSE and the mean of beta·max(floor, KLᵢ). */
    private static void freeEachExample(double floor, double beta, double[][] kl, double[] onError, double[][] onKl) {
        Arrays.fill(onError, 1);
        for (int i = 0; i < kl.length; i++) {
            Arrays.fill(onKl[i], Arrays.stream(kl[i]).sum() > floor ? beta : 0);
        }
    }

    static JsonNode run(EngineName engine, List<String> with, List<String> settings, int latents, Path runs)
            throws IOException {
        List<Setting> all = new ArrayList<>(List.of(new Setting("linearVae.latent", String.valueOf(latents), "test")));
        for (String setting : settings) {
            String[] sides = setting.split("=", 2);
            all.add(new Setting(sides[0], sides[1], "test"));
        }
        RunReport report = Equipoise.run(
                Oracle.class,
                new Overrides(all, with, Set.of(), false),
                new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)));
        return new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
    }
}
