package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.Activation;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.ConvVae;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.EngineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines on the same parameters, batch and noise, in float32. */
class EngineAgreementTest {

    /** Of gradients that are 0 but for rounding, such as those of a bias before a normalization. */
    private static final double NOISE = 1e-5;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(
                        new MlpVae.Mlp(List.of(400), 20, Activation.RELU), List.of(1, 28, 28), new SquaredError.Term()),
                Arguments.of(new MlpVae.Mlp(List.of(64), 5, Activation.SILU), List.of(20), new BernoulliNll.Term()),
                Arguments.of(
                        new ConvVae.Convolutional(List.of(32, 32, 32, 32), List.of(256, 256), 10, Activation.RELU),
                        List.of(1, 28, 28),
                        new SquaredError.Term()),
                Arguments.of(
                        new ConvVae.Convolutional(List.of(32, 32, 32, 32), List.of(256, 256), 10, Activation.RELU),
                        List.of(3, 64, 64),
                        new BernoulliNll.Term()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theyAgreeOnLossAndGradients(Architecture architecture, List<Integer> shape, Reconstruction reconstruction) {
        Map<EngineName, Double> losses = new LinkedHashMap<>();
        Map<EngineName, Map<String, Double>> gradients = new LinkedHashMap<>();
        for (EngineName engine : EngineName.values()) {
            try (SmallModel model = new SmallModel(engine, architecture, shape, reconstruction, DataType.FLOAT32)) {
                losses.put(engine, model.backward());
                Map<String, Double> norms = new LinkedHashMap<>();
                model.parameters()
                        .forEach((path, array) ->
                                norms.put(path, norm(array.getGradient().toFloatArray())));
                gradients.put(engine, norms);
            }
        }
        double mxnet = losses.get(EngineName.MXNET);
        assertThat(losses.get(EngineName.PYTORCH)).isCloseTo(mxnet, within(1e-5 * Math.abs(mxnet)));
        gradients
                .get(EngineName.MXNET)
                .forEach((path, norm) -> assertThat(
                                gradients.get(EngineName.PYTORCH).get(path))
                        .as("norm of the gradient of %s", path)
                        .isCloseTo(norm, within(1e-3 * norm + NOISE)));
    }

    static Stream<Arguments> small() {
        return Architectures.all().stream().map(small -> Arguments.of(small.architecture(), small.shape()));
    }

    @ParameterizedTest
    @MethodSource("small")
    void theyAgreeOnOutputsGradientsAndStatistics(Architecture architecture, List<Integer> shape) {
        theyAgreeOnLossAndGradients(architecture, shape, new SquaredError.Term());
        Map<EngineName, List<double[]>> found = new LinkedHashMap<>();
        for (EngineName engine : EngineName.values()) {
            try (SmallModel model =
                    new SmallModel(engine, architecture, shape, new SquaredError.Term(), DataType.FLOAT32)) {
                List<double[]> numbers = new ArrayList<>();
                numbers.add(model.outputs(true));
                numbers.addAll(model.saved().values());
                numbers.add(model.outputs(false));
                found.put(engine, numbers);
            }
        }
        List<double[]> mxnet = found.get(EngineName.MXNET);
        for (int i = 0; i < mxnet.size(); i++) {
            assertThat(found.get(EngineName.PYTORCH).get(i))
                    .as("numbers %d of %d", i, mxnet.size())
                    .containsExactly(mxnet.get(i), within(2e-6));
        }
    }

    private static double norm(float[] gradient) {
        double squares = 0;
        for (float value : gradient) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
