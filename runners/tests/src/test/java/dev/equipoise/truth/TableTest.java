package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Provides;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.data.preprocessing.Unchanged;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.losses.TableNll;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A linear model of one latent whose columns have variances of their own is factor analysis. Its posterior is exact, so the
 * ELBO at beta 1 reaches the likelihood of the Gaussian that the data are drawn from.
 */
class TableTest {

    private static final double[] LOADINGS = {1, 0.8, -0.5, 0.2};
    private static final double[] NOISE = {0.1, 0.4, 1, 0.05};

    /** x = loading·factor + noise. */
    record Factor() implements DataSource {

        @Override
        public DataFacts facts() {
            return new DataFacts(7_680, 7_680, List.of(4), Optional.empty(), true)
                    .withColumns(List.of(
                            new Column("a", List.of()),
                            new Column("b", List.of()),
                            new Column("c", List.of()),
                            new Column("d", List.of())));
        }

        @Override
        public Dataset load() {
            return new Dataset(split(0), split(2));
        }

        private static Split split(long step) {
            float[] factors = new float[7_680];
            float[] values = new float[4 * factors.length];
            CounterRandom.gaussian(factors, 1, CounterRandom.Stream.DATA, step);
            CounterRandom.gaussian(values, 1, CounterRandom.Stream.DATA, step + 1);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (LOADINGS[i % 4] * factors[i / 4] + Math.sqrt(NOISE[i % 4]) * values[i]);
            }
            return new Split(values, 4, new int[0]);
        }
    }

    @Experiment(name = "table-oracle", epochs = 67, batchSize = 256, seed = 7)
    @Unchanged
    @TableNll
    @LinearVae(latent = 1)
    @FixedBeta(beta = 1)
    @CosineLearningRate(max = 3e-2, min = 1e-5)
    @Evaluation(draws = 16)
    static final class Analysed {

        @Provides
        static DataSource data() {
            return new Factor();
        }
    }

    /** ln det Σ = ln(1 + Σ w²/ψ) + Σ ln ψ for Σ = wwᵀ + diag(ψ). */
    private static double nats() {
        double logDeterminant = 0;
        double sum = 1;
        for (int i = 0; i < 4; i++) {
            sum += LOADINGS[i] * LOADINGS[i] / NOISE[i];
            logDeterminant += Math.log(NOISE[i]);
        }
        return 0.5 * (4 * Math.log(2 * Math.PI) + logDeterminant + Math.log(sum) + 4);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void theElboIsTheLikelihoodOfFactorAnalysis(EngineName engine, @TempDir Path runs) throws IOException {
        RunReport report = Equipoise.run(
                Analysed.class,
                new Overrides(List.of(), List.of(), Set.of(), false),
                new RunOptions(engine, "cpu", runs, Monitoring.onPort(0)));
        JsonNode summary = new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());

        // The likelihood of 7,680 examples has a standard error of 0.016.
        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/elbo").asDouble()).as(split).isCloseTo(-nats(), within(0.05));
        }
        double marginal = 0;
        for (int i = 0; i < 4; i++) {
            marginal += 0.5 * Math.log(2 * Math.PI * Math.E * (LOADINGS[i] * LOADINGS[i] + NOISE[i]));
        }
        double reconstruction = summary.at("/train/reconstruction").asDouble();
        assertThat(summary.at("/train/gained/gaussianColumns").asDouble())
                .isGreaterThan(1.5)
                .isCloseTo(marginal - reconstruction, within(0.05));
    }
}
