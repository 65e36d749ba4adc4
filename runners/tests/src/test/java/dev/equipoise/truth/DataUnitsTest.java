package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Provides;
import dev.equipoise.app.Equipoise;
import dev.equipoise.data.Digits;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Split;
import dev.equipoise.data.preprocessing.Dequantize;
import dev.equipoise.data.preprocessing.Logit;
import dev.equipoise.experiment.Experiment;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.model.LinearVae;
import dev.equipoise.part.DataFacts;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values in the units of the data, or the reason why there are none, in {@code summary.json}. */
class DataUnitsTest {

    @TempDir
    Path runs;

    @Experiment(name = "in-units", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class InUnits {}

    @Experiment(name = "likelihood", epochs = 1, batchSize = 512)
    @Digits
    @Scale
    @LinearVae(latent = 2)
    @BernoulliNll
    static final class OtherLikelihood {}

    @Experiment(name = "logits", epochs = 1, batchSize = 512)
    @Digits
    @Dequantize
    @Logit
    @LinearVae(latent = 2)
    static final class Logits {}

    @Experiment(name = "curved", epochs = 1)
    @GaussianData(examples = 64)
    @LinearVae(latent = 2)
    static final class Curved {

        private record Step() implements Preprocessing, FittedPreprocessing {
            @Override
            public int order() {
                return 0;
            }

            @Override
            public DataFacts transform(DataFacts facts) {
                return facts;
            }

            @Override
            public FittedPreprocessing fit(Split training, DataFacts facts) {
                return this;
            }

            @Override
            public float[] apply(float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.tanh(values[i]);
                }
                return values;
            }

            @Override
            public float[] undo(float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (0.5 * Math.log((1 + values[i]) / (1 - values[i])));
                }
                return values;
            }
        }

        @Provides
        static Preprocessing curved() {
            return new Step();
        }
    }

    @Test
    void aRunWithUnitsHasValuesAndNoReason() throws IOException {
        JsonNode summary = summary(InUnits.class);

        assertThat(summary.has("dataUnitsMissing")).isFalse();
        assertThat(summary.at("/train/elboOptimalVarianceData").isNumber()).isTrue();
        assertThat(summary.has("constantElements")).isTrue();
    }

    @Test
    void aRunOnLogitsHasTheirMeanJacobianAndNoSquaredError() throws IOException {
        JsonNode summary = summary(Logits.class);

        assertThat(summary.has("dataUnitsMissing")).isFalse();
        for (String split : new String[] {"train", "validation"}) {
            JsonNode values = summary.get(split);
            assertThat(values.get("squaredErrorData").isNull()).isTrue();
            double logJacobian = values.get("logJacobian").asDouble();
            assertThat(values.get("elboOptimalVarianceData").asDouble())
                    .as("no element is constant")
                    .isCloseTo(values.get("elboOptimalVariance").asDouble() + logJacobian, within(1e-4));
        }
        assertThat(summary.at("/train/logJacobian")).isNotEqualTo(summary.at("/validation/logJacobian"));
    }

    static Stream<Arguments> withoutUnits() {
        return Stream.of(
                arguments(OtherLikelihood.class, "the likelihood is not that of a squared error"),
                arguments(Curved.class, "the preprocessing step Step states no slope for each element"));
    }

    @ParameterizedTest
    @MethodSource
    void withoutUnits(Class<?> experiment, String reason) throws IOException {
        JsonNode summary = summary(experiment);

        for (String split : new String[] {"train", "validation"}) {
            for (String value : new String[] {"elboOptimalVarianceData", "squaredErrorData", "logJacobian"}) {
                assertThat(summary.get(split).get(value).isNull()).as(value).isTrue();
            }
        }
        assertThat(summary.path("dataUnitsMissing").textValue()).isEqualTo(reason);
    }

    private JsonNode summary(Class<?> experiment) throws IOException {
        RunReport report = Equipoise.run(
                experiment, Overrides.NONE, new RunOptions(EngineName.PYTORCH, "cpu", runs, Monitoring.onPort(0)));
        return new ObjectMapper()
                .readTree(report.directory().resolve("summary.json").toFile());
    }
}
