package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.equipoise.engine.Engines;
import dev.equipoise.model.Upsampling;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.EngineName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transposed convolution beside its definition: output (2i + k − 1) takes input i times tap k. */
class TransposedConvolutionTest {

    @ParameterizedTest
    @CsvSource({
        "MXNET, 1, 1",
        "MXNET, 2, 1",
        "MXNET, 32, 1",
        "MXNET, 1, 2",
        "MXNET, 3, 2",
        "MXNET, 32, 3",
        "MXNET, 8, 32",
        "MXNET, 64, 16",
        "PYTORCH, 1, 1",
        "PYTORCH, 3, 2",
        "PYTORCH, 32, 3",
        "PYTORCH, 8, 32"
    })
    void outputAndGradientsFollowTheDefinition(EngineName engine, int channels, int filters) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        int side = 4;
        double[] x = gaussian(2 * channels * side * side, 1);
        double[] w = gaussian(channels * filters * 16, 2);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine.djlName())) {
            Block block = new Upsampling(filters).block(List.of(channels, side, side));
            block.initialize(manager, DataType.FLOAT32, new Shape(2, channels, side, side));
            NDArray weight = block.getParameters().get("weight").getArray();
            weight.set(floats(w));
            weight.setRequiresGradient(true);
            NDArray input = manager.create(floats(x), new Shape(2, channels, side, side));
            NDArray output;
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                output = block.forward(new ParameterStore(manager, false), new NDList(input), true)
                        .singletonOrThrow();
                NDArray flat = output.reshape(1, -1);
                collector.backward(flat.matMul(flat.reshape(-1, 1)));
            }
            double[] expected = new double[2 * filters * 4 * side * side];
            transpose(x, w, channels, filters, side, (o, i, k) -> expected[o] += x[i] * w[k]);
            assertClose(output.toFloatArray(), expected);
            double[] gradient = new double[w.length];
            transpose(x, w, channels, filters, side, (o, i, k) -> gradient[k] += 2 * expected[o] * x[i]);
            assertClose(weight.getGradient().toFloatArray(), gradient);
        }
    }

    private interface Contribution {
        void of(int output, int input, int tap);
    }

    private static void transpose(double[] x, double[] w, int channels, int filters, int side, Contribution each) {
        for (int b = 0; b < 2; b++) {
            for (int c = 0; c < channels; c++) {
                for (int f = 0; f < filters; f++) {
                    for (int place = 0; place < side * side * 16; place++) {
                        int row = place / 16 / side;
                        int column = place / 16 % side;
                        int top = 2 * row + place % 16 / 4 - 1;
                        int left = 2 * column + place % 4 - 1;
                        if (top >= 0 && left >= 0 && top < 2 * side && left < 2 * side) {
                            each.of(
                                    ((b * filters + f) * 2 * side + top) * 2 * side + left,
                                    ((b * channels + c) * side + row) * side + column,
                                    (c * filters + f) * 16 + place % 16);
                        }
                    }
                }
            }
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5 * largest));
        }
    }

    private static double[] gaussian(int count, long step) {
        double[] values = new double[count];
        CounterRandom.gaussian(values, 5, 5, step);
        return values;
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
