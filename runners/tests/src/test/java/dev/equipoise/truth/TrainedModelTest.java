package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.LoadedModel;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Posterior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.TrainedModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trained linear model beside its matrices: 3 elements, 2 latents, data doubled and then lowered by 1. */
class TrainedModelTest {

    private static final float[] HEAD = {
        0.5f, 0, 1, //
        0, -1, 0.25f, //
        0.1f, 0, 0, //
        0, 0, -8
    };
    private static final float[] HEAD_BIAS = {0.1f, 0.2f, 0.3f, 0.4f};
    private static final float[] DECODER = {1, 2, 3, 4, 5, 6};
    private static final float[] DECODER_BIAS = {-1, 0, 1};

    private static final float[] ROWS = {1, 2, 3, -4, 0.5f, 0};

    private static Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("encoder.head.weight", new Tensor(new long[] {4, 3}, HEAD));
        parameters.put("encoder.head.bias", new Tensor(new long[] {4}, HEAD_BIAS));
        parameters.put("decoder.0.weight", new Tensor(new long[] {3, 2}, DECODER));
        parameters.put("decoder.0.bias", new Tensor(new long[] {3}, DECODER_BIAS));
        return parameters;
    }

    private static TrainedModel model(
            EngineName engine, Reconstruction reconstruction, Map<String, Tensor> parameters) {
        DataFacts data = new DataFacts(8, 8, List.of(3), Optional.empty());
        ExperimentPlan plan = new ExperimentPlan(
                TrainedModelTest.class,
                "by-hand",
                Map.of(),
                List.of(
                        part(BalancingStrategy.class, (OpenLoop) step -> Prices.beta(1)),
                        part(Architecture.class, new LinearVae.Linear(2)),
                        part(Posterior.class, new DiagonalGaussian.Clamped(20)),
                        part(Reconstruction.class, reconstruction)),
                new Facts(Optional.of(data), 4, 1, 7),
                List.of());
        return new LoadedModel(
                plan,
                List.of(affine(2, 0), affine(1, -1)),
                Optional.empty(),
                parameters,
                engine,
                new SelectedDevice(Device.cpu(), "a test"));
    }

    private static ExperimentPlan.PlannedPart part(Class<?> role, Object part) {
        return new ExperimentPlan.PlannedPart("part", role, "test", Map.of(), part);
    }

    private static FittedPreprocessing affine(double scale, double shift) {
        double[] scales = {scale, scale, scale};
        double[] shifts = {shift, shift, shift};
        return new AffinePreprocessing(scales, shifts, false);
    }

    private static float[] byHand(float[] weight, float[] bias, float[] x) {
        float[] y = bias.clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += weight[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    @ParameterizedTest
    @EnumSource
    void dataInItsOwnUnitsGoesInAndComesOut(EngineName engine) {
        try (TrainedModel model = model(engine, new SquaredError.Term(), parameters())) {
            Encoded encoded = model.encode(ROWS);
            float[] reconstructed = model.reconstruct(ROWS);

            assertThat(model.elements()).isEqualTo(3);
            assertThat(model.latents()).isEqualTo(2);
            assertThat(reconstructed).containsExactly(model.decode(encoded.means()));
            for (int row = 0; row < 2; row++) {
                float[] x = Arrays.copyOfRange(ROWS, 3 * row, 3 * row + 3);
                for (int i = 0; i < 3; i++) {
                    x[i] = 2 * x[i] - 1;
                }
                float[] raw = byHand(HEAD, HEAD_BIAS, x);
                float[] mean = {raw[0], raw[1]};
                float[] decoded = byHand(DECODER, DECODER_BIAS, mean);
                for (int i = 0; i < 2; i++) {
                    assertThat(encoded.means()[2 * row + i]).isCloseTo(mean[i], within(1e-5f));
                    assertThat(encoded.logVariances()[2 * row + i])
                            .isCloseTo((float) (20 * Math.tanh(raw[2 + i] / 20)), within(1e-4f));
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(reconstructed[3 * row + i]).isCloseTo((decoded[i] + 1) / 2, within(1e-4f));
                }
            }
        }
    }

    @Test
    void whatTheCallerGivesStaysAsItIs() {
        float[] rows = ROWS.clone();
        try (TrainedModel model = model(EngineName.PYTORCH, new SquaredError.Term(), parameters())) {
            model.reconstruct(rows);
            assertThat(rows).containsExactly(ROWS);
            float[] latents = {1, 2};
            model.decode(latents);
            assertThat(latents).containsExactly(1, 2);
        }
    }

    @Test
    void aBernoulliDecoderPredictsProbabilitiesInTheDatasUnits() {
        try (TrainedModel model = model(EngineName.PYTORCH, new BernoulliNll.Term(), parameters())) {
            float[] decoded = model.decode(new float[] {0.5f, -0.5f});
            float[] logits = byHand(DECODER, DECODER_BIAS, new float[] {0.5f, -0.5f});
            for (int i = 0; i < 3; i++) {
                double probability = 1 / (1 + Math.exp(-logits[i]));
                assertThat(decoded[i]).isCloseTo((float) ((probability + 1) / 2), within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void samplesAreThoseOfTheirSeedAndOfAStandardNormal(EngineName engine) {
        try (TrainedModel model = model(engine, new SquaredError.Term(), parameters())) {
            int count = 2_000;
            float[] samples = model.sample(count, 3);
            assertThat(samples).hasSize(3 * count).containsExactly(model.sample(count, 3));
            assertThat(model.sample(count, 4)).isNotEqualTo(samples);
            assertThat(model.sample(1, 3)).containsExactly(Arrays.copyOf(samples, 3), within(1e-4f));
            // The second element is 3·z0 + 4·z1 of the decoder, plus 1 and halved: mean 1/2, standard deviation 5/2.
            double mean = 0;
            double square = 0;
            for (int row = 0; row < count; row++) {
                mean += samples[3 * row + 1] / count;
                square += samples[3 * row + 1] * samples[3 * row + 1] / count;
            }
            assertThat(mean).isCloseTo(0.5, within(0.2));
            assertThat(Math.sqrt(square - mean * mean)).isCloseTo(2.5, within(0.15));
        }
    }

    @Test
    void whatDoesNotFitIsToldWithItsPlace() {
        try (TrainedModel model = model(EngineName.PYTORCH, new SquaredError.Term(), parameters())) {
            assertThatThrownBy(() -> model.encode(new float[4])).hasMessage("data must fill rows of 3, got 4 values");
            assertThatThrownBy(() -> model.decode(new float[] {0, 0, 0, Float.NaN}))
                    .hasMessage("latents must be finite, got NaN in row 1, column 1");
            assertThatThrownBy(() -> model.sample(0, 1)).hasMessageContaining("at least 1, got 0");
        }
    }

    @Test
    void parametersOfAnotherModelAreRefusedAllAtOnce() {
        Map<String, Tensor> parameters = parameters();
        parameters.put("decoder.0.bias", new Tensor(new long[] {2}, new float[2]));
        parameters.put("decoder.2.bias", new Tensor(new long[] {2}, new float[2]));
        parameters.remove("encoder.head.bias");
        assertThatThrownBy(() -> model(EngineName.PYTORCH, new SquaredError.Term(), parameters))
                .isInstanceOf(IncompatibleResumeException.class)
                .hasMessageContaining("decoder.0.bias")
                .hasMessageContaining("decoder.2.bias")
                .hasMessageContaining("encoder.head.bias");
    }
}
