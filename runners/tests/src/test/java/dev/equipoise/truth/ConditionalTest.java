package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Provides;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Conditional;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.DataFacts;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Evaluation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.schedules.CosineLearningRate;
import dev.equipoise.schedules.FixedBeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gaussian elements whose mean depends on the label. A linear model that is given the label reaches what a model reaches on
 * the data without their means; one that is not spends nats on the label.
 */
class ConditionalTest {

    private static final double[] EIGENVALUES = {1, 0.5, 0.25};
    private static final double B = 0.1;
    private static final float APART = 6;

    /** Label 0 or 1, which moves the first element by 0 or 6. */
    record Moved() implements DataSource {

        @Override
        public DataFacts facts() {
            return new DataFacts(7_680, 1_536, List.of(3), Optional.empty(), true);
        }

        @Override
        public Dataset load() {
            return new Dataset(split(7_680, 0), split(1_536, 1));
        }

        private static Split split(int examples, long step) {
            float[] values = new float[3 * examples];
            int[] labels = new int[examples];
            CounterRandom.gaussian(values, 1, CounterRandom.Stream.DATA, step);
            for (int n = 0; n < examples; n++) {
                labels[n] = n % 2;
                for (int i = 0; i < 3; i++) {
                    values[3 * n + i] *= (float) Math.sqrt(EIGENVALUES[i]);
                }
                values[3 * n] += APART * labels[n];
            }
            return new Split(values, 3, labels);
        }
    }

    @Experiment(name = "conditional-oracle", epochs = 67, batchSize = 256, seed = 7)
    @Conditional(labels = 2)
    @LinearVae(latent = 3)
    @FixedBeta(beta = 2 * B)
    @CosineLearningRate(max = 0.1, min = 1e-5)
    @Evaluation(draws = 16)
    static final class Given {

        @Provides
        static DataSource data() {
            return new Moved();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatIsGivenCostsNoNatsAndSamplesFollowIt(EngineName engine, @TempDir Path runs) throws IOException {
        WaterFilling ofLabel = new WaterFilling(EIGENVALUES, 3);
        RunOptions options = new RunOptions(engine, "cpu", runs, Monitoring.onPort(0));
        RunReport report = Equipoise.run(Given.class, new Overrides(List.of(), List.of(), Set.of(), false), options);
        JsonNode summary = new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());

        for (String split : List.of("train", "validation")) {
            double bar = split.equals("train") ? 0.02 : 0.05;
            assertThat(summary.at("/" + split + "/squaredError").asDouble())
                    .as(split)
                    .isCloseTo(ofLabel.distortion(B), within(bar * ofLabel.distortion(B)));
            assertThat(summary.at("/" + split + "/kl").asDouble())
                    .as(split)
                    .isCloseTo(ofLabel.rate(B), within(bar * ofLabel.rate(B)));
        }
        try (TrainedModel model = Equipoise.load(Given.class, report.directory(), TrainedModel.Which.LAST, options)) {
            double apart = mean(model.given(Map.of("label", "1")).sample(4_000, 1))
                    - mean(model.given(Map.of("label", "0")).sample(4_000, 1));
            assertThat(apart).isCloseTo(APART, within(0.02 * APART));
            float[] x = {1, 0.5f, 0.2f};
            float[] moved = {1 + APART, 0.5f, 0.2f};
            assertThat(model.given(Map.of("label", "1")).encode(moved).means())
                    .containsExactly(model.given(Map.of("label", "0")).encode(x).means(), within(0.1f));
            assertThatThrownBy(() -> model.encode(x))
                    .hasMessage("the model must be given label, on which it is conditional: call given first");
            assertThatThrownBy(() -> model.given(Map.of("label", "2")))
                    .hasMessage("label must be one of 0, 1, got '2'");
            assertThatThrownBy(() -> model.given(Map.of("age", "2")))
                    .hasMessage("the model must be given label, got age");
        }
    }

    private static double mean(float[] rows) {
        double sum = 0;
        for (int at = 0; at < rows.length; at += 3) {
            sum += rows[at];
        }
        return sum * 3 / rows.length;
    }
}
