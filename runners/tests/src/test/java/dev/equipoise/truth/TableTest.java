package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Provides;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Split;
import dev.equipoise.data.preprocessing.Unchanged;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.losses.TableNll;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.run.EngineName;
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
import java.util.stream.Stream;
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

    /** Five exactly uncorrelated coordinates of variance 1: what is estimated from them has no error. */
    @GaussianData(
            eigenvalues = {1, 1, 1, 1, 1},
            rotate = false,
            examples = 16_384)
    private static final class Coordinates {}

    /** x = loading·factor + noise. */
    record Factor() implements DataSource {

        private static DataSource coordinates() {
            return new GaussianData.Factory()
                    .create(Coordinates.class.getAnnotation(GaussianData.class), new Facts(Optional.empty(), 1, 1, 7));
        }

        @Override
        public DataFacts facts() {
            DataFacts known = coordinates().facts();
            return known.withShape(List.of(4))
                    .withColumns(Stream.of("a", "b", "c", "d")
                            .map(name -> new Column(name, List.of()))
                            .toList());
        }

        @Override
        public Dataset load() {
            return coordinates().load().map(Factor::mixed);
        }

        private static Split mixed(Split coordinates) {
            float[] values = new float[4 * coordinates.examples()];
            coordinates.forEach((n, row) -> {
                for (int i = 0; i < 4; i++) {
                    values[4 * n + i] = (float) (LOADINGS[i] * row[4] + Math.sqrt(NOISE[i]) * row[i]);
                }
            });
            return new Split(values, 4, new int[0]);
        }
    }

    @Experiment(name = "table-oracle", epochs = 200, batchSize = 4_096, seed = 7)
    @Unchanged
    @TableNll
    @LinearVae(latent = 1)
    @FixedBeta(beta = 1)
    @CosineLearningRate(max = 0.2, min = 1e-5)
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

        for (String split : List.of("train", "validation")) {
            assertThat(summary.at("/" + split + "/elbo").asDouble()).as(split).isCloseTo(-nats(), within(0.05));
        }
        double marginal = 0;
        double noise = 0;
        for (int i = 0; i < 4; i++) {
            marginal += 0.5 * Math.log(LOADINGS[i] * LOADINGS[i] + NOISE[i]);
            noise += 0.5 * Math.log(NOISE[i]);
        }
        // At the optimum reconstruction has the nats of the noise, and so gains what the factor explains.
        assertThat(summary.at("/train/gained/gaussianColumns").asDouble()).isCloseTo(marginal - noise, within(0.05));
        assertThat(summary.at("/train/squaredError").asDouble()).isCloseTo(0.1 + 0.4 + 1 + 0.05, within(0.05));
    }
}
