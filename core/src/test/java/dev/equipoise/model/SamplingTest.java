package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of any size, and the mirror of a convolution beside its definition. */
class SamplingTest {

    private static final int HEIGHT = 3;
    private static final int WIDTH = 4;

    private static List<Integer> output(List<Layer> layers, List<Integer> input) {
        List<Integer> shape = input;
        for (Layer layer : layers) {
            shape = layer.output(shape);
        }
        return shape;
    }

    @ParameterizedTest
    @CsvSource({"28,28", "27,31", "1,1", "5,64", "33,2"})
    void everySideIsPaddedByItselfAndCroppedAgain(int height, int width) {
        for (int kernel = 1; kernel <= 5; kernel++) {
            for (int stride = 1; stride <= kernel; stride++) {
                List<Integer> image = List.of(2, height, width);
                Sampling sampling = new Sampling(List.of(kernel, 4), List.of(stride, 2), image);
                int scale = 2 * stride;
                List<Layer> down = new ArrayList<>(sampling.down(0, 3));
                down.addAll(sampling.down(1, 5));
                List<Layer> up = new ArrayList<>(sampling.up(1, 3));
                up.addAll(sampling.up(0, 2));
                up.addAll(sampling.crop());

                assertThat(output(down, image))
                        .isEqualTo(List.of(5, (height + scale - 1) / scale, (width + scale - 1) / scale))
                        .isEqualTo(sampling.smallest(5));
                assertThat(output(up, sampling.smallest(5))).isEqualTo(image);
            }
        }
    }

    /** 28 is padded to 32 by two zeros on every side, as it always was. */
    @Test
    void evenPaddingIsThatOfTheConvolution() {
        Sampling sampling = new Sampling(List.of(4, 4, 4, 4), List.of(2, 2, 2, 2), List.of(1, 28, 28));

        assertThat(sampling.down(0, 32)).containsExactly(new Convolution(32, 4, 2, 3));
        assertThat(sampling.down(1, 32)).containsExactly(new Convolution(32, 4, 2, 1));
        assertThat(sampling.up(0, 1)).containsExactly(new Upsampling(1));
        assertThat(sampling.crop()).containsExactly(new Crop(28, 28));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "2,2", "3,2", "5,2", "3,3", "5,3", "6,2"})
    void theMirrorIsATransposedConvolution(int kernel, int stride) {
        System.setProperty("ai.djl.offline", "true");
        float[] x = normal(HEIGHT * WIDTH, 1);
        float[] w = normal(kernel * kernel, 2);
        Sampling sampling = new Sampling(List.of(kernel), List.of(stride), List.of(1, HEIGHT * stride, WIDTH * stride));
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet")) {
            NDArray value = manager.create(x, new Shape(1, 1, HEIGHT, WIDTH));
            for (Layer layer : sampling.up(0, 1)) {
                Block block = layer.block(List.of(1, 1, 1));
                block.initialize(manager, DataType.FLOAT32, value.getShape());
                if (layer instanceof Convolution) {
                    block.getParameters().get("weight").getArray().set(java.nio.FloatBuffer.wrap(w));
                    block.getParameters().get("bias").getArray().muli(0);
                }
                value = block.forward(new ParameterStore(manager, false), new NDList(value), false)
                        .singletonOrThrow();
            }

            assertThat(value.toFloatArray()).containsExactly(transposed(x, w, kernel, stride), within(1e-5f));
        }
    }

    /** Each pixel adds its multiple of the flipped kernel, whose rows and columns before (kernel − stride)/2 are cut off. */
    private static float[] transposed(float[] x, float[] w, int kernel, int stride) {
        int start = (kernel - stride) / 2;
        float[] sums = new float[HEIGHT * stride * WIDTH * stride];
        for (int pixel = 0; pixel < x.length; pixel++) {
            for (int tap = 0; tap < w.length; tap++) {
                int row = pixel / WIDTH * stride - start + tap / kernel;
                int column = pixel % WIDTH * stride - start + tap % kernel;
                if (row >= 0 && row < HEIGHT * stride && column >= 0 && column < WIDTH * stride) {
                    sums[row * WIDTH * stride + column] += x[pixel] * w[w.length - 1 - tap];
                }
            }
        }
        return sums;
    }

    private static float[] normal(int count, long stream) {
        float[] values = new float[count];
        CounterRandom.gaussian(values, 5, stream, 0);
        return values;
    }

    @Test
    void whatCannotBeSampledIsSaid() {
        DataFacts table = new DataFacts(8, 8, List.of(5), Optional.empty());
        assertThatThrownBy(() -> Sampling.of(table, List.of(4), List.of(2)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("the data must be images");
        assertThatThrownBy(() -> new Sampling(List.of(2), List.of(3), List.of(1, 8, 8)))
                .hasMessageContaining("kernels must be at least as large as their strides, got kernel 2 with stride 3");
        assertThatThrownBy(() -> new Sampling(List.of(64, 64, 64), List.of(64, 64, 64), List.of(1, 8, 8)))
                .hasMessageContaining("strides must divide the sides of images by at most 65536 in all");
    }

    /** A layer that does not fit is named with its place. */
    @Test
    void aConvolutionLargerThanItsPaddedImageIsNamed() {
        VaeLayers layers = new VaeLayers(
                List.of(new Reshape(List.of(1, 4, 4)), new Convolution(3, 9, 1, 1)), List.of(new Dense(16)), 2);

        assertThatThrownBy(() -> LayerShape.of(layers, 16))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("layer encoder.1 (Convolution[filters=3, kernel=9, stride=1, padding=1]): a convolution of"
                        + " kernel 9 must get images of shape (channels, height, width) that are large enough, got"
                        + " shape [1, 4, 4]");
    }
}
