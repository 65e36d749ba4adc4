package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.equipoise.app.RunsHere;
import dev.equipoise.balance.Readings;
import dev.equipoise.data.GaussianData;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.model.LinearVae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Part;
import dev.equipoise.part.PartFactory;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.ModelView;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStatus;
import dev.equipoise.run.StepFinished;
import dev.equipoise.schedules.CosineLearningRate;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose objective is a bound of several samples: what they say, what they refuse, and where they end. */
class BoundsTest {

    private static final double[] EIGENVALUES = {4, 2, 1, 0.5, 0.25};

    @TempDir
    Path runs;

    @Experiment(name = "bounds", epochs = 134, batchSize = 256, seed = 7)
    @GaussianData
    @LinearVae(latent = 5)
    @CosineLearningRate(max = 1e-2, min = 1e-5)
    @Evaluation(draws = 3)
    static final class Bounds {}

    @Experiment(name = "small-bounds", epochs = 2, batchSize = 64, seed = 3)
    @GaussianData(examples = 200)
    @LinearVae(latent = 2)
    static final class Small {}

    private static final class Watch implements RunListener {

        private final List<Readings> steps = new ArrayList<>();
        private double[] weights = {};

        @Override
        public void stepFinished(StepFinished event) {
            steps.add(event.readings());
        }

        /** What a unit of each latent adds to each element. */
        @Override
        public void epochFinished(EpochFinished event) {
            ModelView model = event.model();
            float[] latents = new float[(model.latents() + 1) * model.latents()];
            for (int i = 0; i < model.latents(); i++) {
                latents[(i + 1) * model.latents() + i] = 1;
            }
            float[] decoded = model.decode(latents);
            weights = new double[model.latents() * model.elements()];
            Arrays.setAll(weights, i -> decoded[i + model.elements()] - decoded[i % model.elements()]);
        }

        /** Trace of the covariance WWᵀ of what the decoder makes of the prior. */
        double trace() {
            return DoubleStream.of(weights).map(w -> w * w).sum();
        }
    }

    private JsonNode summary(RunReport report) throws IOException {
        return new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
    }

    private static List<String> words(String parts, boolean settings) {
        return Stream.of(parts.split(" "))
                .filter(word -> word.contains("=") == settings)
                .toList();
    }

    private RunReport run(EngineName engine, Class<?> experiment, Watch watch, String parts) {
        RunsHere here = new RunsHere(engine, runs);
        return here.run(
                here.plan(experiment, words(parts, false), words(parts, true).toArray(String[]::new)), stop -> watch);
    }

    /**
     * With ln p − ln q times beta inside the weights, the decoder at beta 3 would have another covariance. The plain gradient
     * hardly determines the encoder.
     */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "MXNET, doublyReparameterized, 1, 6",
        "MXNET, importanceWeighted, 3, 5",
        "PYTORCH, importanceWeighted, 1, 6",
        "PYTORCH, doublyReparameterized, 3, 3"
    })
    void theDecoderIsThatOfTheElboAndTheBoundIsTheLogLikelihood(
            EngineName engine, String part, double beta, double percentOfError) throws IOException {
        Watch watch = new Watch();
        RunReport report = run(engine, Bounds.class, watch, part + " " + part + ".samples=3 fixedBeta.beta=" + beta);

        double b = beta / 2;
        double logLikelihood = -DoubleStream.of(EIGENVALUES)
                .map(l -> (Math.log(2 * Math.PI) + Math.log(Math.max(l, b)) + l / Math.max(l, b)) / 2)
                .sum();
        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(watch.trace())
                .isCloseTo(
                        DoubleStream.of(EIGENVALUES)
                                .map(l -> Math.max(l - b, 0))
                                .sum(),
                        withinPercentage(2));
        JsonNode summary = summary(report);
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/bound").asDouble()).isCloseTo(logLikelihood, withinPercentage(1));
            assertThat(summary.at("/" + split + "/squaredError").asDouble())
                    .isCloseTo(new WaterFilling(EIGENVALUES, 5).distortion(b), withinPercentage(percentOfError));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    MXNET   | importanceWeighted                       | 8
                    PYTORCH | importanceWeighted                       | 8
                    MXNET   | miwae miwae.samples=6 miwae.groups=3     | 6
                    PYTORCH | ciwae ciwae.samples=4                    | 4
                    MXNET   | doublyReparameterized                    | 8
                    PYTORCH | doublyReparameterized                    | 8
                    PYTORCH | importanceWeighted gaussianNll gaussianNll.variance=0.5 | 8
                    """)
    void readingsAndSummaryHaveTheBoundAndNoDivergence(EngineName engine, String parts, int samples)
            throws IOException {
        Watch watch = new Watch();
        RunReport report = run(engine, Small.class, watch, parts);

        assertThat(report.status()).isEqualTo(RunStatus.COMPLETED);
        for (Readings read : watch.steps) {
            assertThat(read.divergence()).isNaN();
            assertThat(read.contributions()).isEmpty();
            assertThat(read.kl()).isFinite();
            assertThat(read.measures()).containsKeys("bound", "kl");
            assertThat(read.means().klPerLatent()).hasSize(2);
        }
        assertThat(watch.steps.get(0).examples()).isEqualTo(64);
        JsonNode summary = summary(report);
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/boundSamples").asInt()).isEqualTo(samples);
            assertThat(summary.at("/" + split + "/bound").asDouble())
                    .isGreaterThan(summary.at("/" + split + "/elbo").asDouble());
            assertThat(summary.at("/" + split + "/divergence").isNull()).isTrue();
        }
        assertThat(summary.get("contributions").isNull()).isTrue();
        List<Readings> lastEpoch = watch.steps.subList(4, 8);
        assertThat(summary.at("/furtherTerms/bound").asDouble())
                .isCloseTo(
                        lastEpoch.stream()
                                .mapToDouble(read ->
                                        read.examples() * read.measures().get("bound") / 200)
                                .sum(),
                        within(1e-6));
        assertThat(report.directory().resolve("metrics.csv"))
                .content()
                .contains("bound=-")
                .doesNotContain("NaN");
    }

    /** With one group, ln p(x) − loss/β is the normaliser of the Gaussian decoder of variance β/2. */
    @ParameterizedTest
    @EnumSource
    void theBoundIsTheLossOverBetaWithItsConstants(EngineName engine) {
        Watch watch = new Watch();
        run(engine, Small.class, watch, "importanceWeighted fixedBeta.beta=3");
        for (Readings read : watch.steps) {
            assertThat(read.measures().get("bound"))
                    .isCloseTo(-read.loss() / 3 - 2.5 * Math.log(3 * Math.PI), within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneSampleIsTheRunOfTheSampledKl(EngineName engine) throws IOException {
        Snapshot elbo = RunsHere.snapshot(run(engine, Small.class, new Watch(), "monteCarloKl monteCarloKl.kind=K1"));
        Watch watch = new Watch();
        RunReport report = run(engine, Small.class, watch, "importanceWeighted importanceWeighted.samples=1");
        Snapshot bound = RunsHere.snapshot(report);

        assertThat(bound.parameters().values())
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-4 ? 0 : Float.compare(a, b), Float.class)
                .isEqualTo(elbo.parameters().values());
        assertThat(watch.steps.get(0).measures()).doesNotContainKey("bound");
        assertThat(summary(report).at("/train").has("bound")).isFalse();
    }

    /** Measures the number of rows that it gets. */
    @Part(CountedRows.Factory.class)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface CountedRows {

        boolean separable() default false;

        record Term(boolean separable) implements LossTerm {
            @Override
            public List<Measure> measures() {
                return List.of(Measure.of("rows", Grain.BATCH, "rows"));
            }

            @Override
            public List<NDArray> measure(Batch batch, VaeOutput output) {
                long rows = output.latent().getShape().get(0);
                assertThat(batch.data().getShape().get(0)).isEqualTo(rows);
                assertThat(batch.side(Batch.NOISE).getShape())
                        .isEqualTo(output.mean().getShape());
                return List.of(batch.constants().moving(rows));
            }
        }

        final class Factory implements PartFactory<CountedRows, LossTerm> {
            @Override
            public LossTerm create(CountedRows annotation, Facts facts) {
                return new Term(annotation.separable());
            }
        }
    }

    /** The samples of an example are not independent. */
    @ParameterizedTest
    @CsvSource({"MXNET, false, 64", "PYTORCH, false, 64", "MXNET, true, 512", "PYTORCH, true, 512"})
    void aTermThatComparesExamplesGetsOneSampleOfEach(EngineName engine, boolean separable, double rows) {
        Watch watch = new Watch();
        run(engine, Small.class, watch, "importanceWeighted countedRows countedRows.separable=" + separable);
        assertThat(watch.steps.get(0).measures()).containsEntry("rows", rows);
    }

    @ParameterizedTest
    @EnumSource
    void furtherTermsAreAddedToTheBound(EngineName engine) {
        Watch watch = new Watch();
        run(engine, Small.class, watch, "importanceWeighted fixedBeta.beta=3 wae wae.lambda=10 factorVae");
        for (Readings read : watch.steps) {
            double further =
                    10 * read.measures().get("wae") + 35 * read.measures().get("totalCorrelation");
            assertThat(read.loss() - further)
                    .isCloseTo(-3 * (read.measures().get("bound") + 2.5 * Math.log(3 * Math.PI)), within(1e-3));
            assertThat(read.critics()).containsKey("totalCorrelation");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    freeBits freeBits.nats=1                | must have linear penalties only, got the shape of
                    sigmaVae                                | must have linear penalties only, got the shape of
                    capacity capacity.nats=2                | must have linear penalties only, got the shape of
                    klTarget klTarget.nats=2                | must have a divergence in the loss to hold
                    softFreeBits softFreeBits.nats=2        | must have a divergence in the loss to hold
                    reverseKl                               | must be the exact KL, which is only reported, got 'reverseKl'
                    monteCarloKl                            | must be the exact KL, which is only reported
                    """)
    void whatABoundHasNoPlaceForIsRefused(String parts, String reason) {
        for (String objective : List.of("importanceWeighted", "miwae", "ciwae", "doublyReparameterized")) {
            assertThatThrownBy(() -> plan(parts + " " + objective))
                    .isInstanceOf(InvalidExperimentException.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining(objective);
        }
    }

    @Test
    void aScaledGradientIsRefusedBesideFurtherTerms() {
        assertThatThrownBy(() -> plan("doublyReparameterized wae"))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("must have no further loss term")
                .hasMessageContaining("wae");
    }

    private void plan(String parts) {
        new RunsHere(EngineName.PYTORCH, runs)
                .plan(Small.class, words(parts, false), words(parts, true).toArray(String[]::new));
    }
}
