package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.losses.BernoulliNll;
import dev.equipoise.losses.SquaredError;
import dev.equipoise.model.Activation;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.MlpVae;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.EngineName;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's gradient of the whole objective, in float64, beside central differences of the loss. */
class GradientTest {

    private static final double STEP = 1e-5;
    private static final int SAMPLES = 3;

    static Stream<Arguments> models() {
        List<Arguments> cases = new ArrayList<>();
        Reconstruction squared = new SquaredError.Term();
        Reconstruction bernoulli = new BernoulliNll.Term();
        for (EngineName engine : EngineName.values()) {
            for (Activation activation : Activation.values()) {
                cases.add(Arguments.of(engine, new MlpVae.Mlp(List.of(7, 6), 3, activation), List.of(5), squared));
            }
            cases.add(Arguments.of(engine, new MlpVae.Mlp(List.of(7), 3, Activation.TANH), List.of(5), bernoulli));
            Architectures.all()
                    .forEach(small -> cases.add(Arguments.of(engine, small.architecture(), small.shape(), squared)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsAgreeWithFiniteDifferences(
            EngineName engine, Architecture architecture, List<Integer> shape, Reconstruction reconstruction) {
        try (SmallModel model = new SmallModel(engine, architecture, shape, reconstruction, DataType.FLOAT64)) {
            model.backward();
            for (Map.Entry<String, NDArray> parameter : model.parameters().entrySet()) {
                NDArray array = parameter.getValue();
                double[] gradient = array.getGradient().toDoubleArray();
                double[] values = array.toDoubleArray();
                for (int sample = 0; sample < Math.min(SAMPLES, values.length); sample++) {
                    int i = sample * (values.length / Math.min(SAMPLES, values.length));
                    double expected = (lossAt(model, array, values, i, STEP) - lossAt(model, array, values, i, -STEP))
                            / (2 * STEP);
                    assertThat(gradient[i])
                            .as("%s[%d]", parameter.getKey(), i)
                            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    private static double lossAt(SmallModel model, NDArray array, double[] values, int i, double step) {
        double[] moved = values.clone();
        moved[i] += step;
        set(array, moved);
        double loss = model.loss();
        set(array, values);
        return loss;
    }

    private static void set(NDArray array, double[] values) {
        array.set(DoubleBuffer.wrap(values));
    }
}
