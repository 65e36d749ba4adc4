package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoder and decoder get beside the data. */
class InputsTest {

    private static final Posterior POSTERIOR = new DiagonalGaussian.Clamped(20);
    private static final DataFacts IMAGES = new DataFacts(10, 10, List.of(2, 4, 4), Optional.empty());
    private static final List<Column> LABEL = List.of(new Column("label", List.of("0", "1", "2")));

    private static final Architecture CONVOLUTIONAL = new ConvVae.Convolutional(
            List.of(3), List.of(3), List.of(2), List.of(), 2, Activation.TANH, Normalization.NONE, 0, false);

    @Test
    void imagesGetAChannelForEachMaskAndForEachNumberThatIsGiven() {
        VaeLayers layers =
                VaeLayers.of(CONVOLUTIONAL, POSTERIOR, IMAGES.withGaps(true).withGiven(LABEL));
        List<LayerShape> shapes = LayerShape.of(layers, 32);

        assertThat(layers.further()).isEqualTo(32 + 3);
        assertThat(layers.given()).isEqualTo(3);
        assertThat(shapes.get(0).input()).containsExactly(67);
        assertThat(shapes.get(0).output()).containsExactly((2 + 2 + 3) * 16);
        assertThat(shapes.get(1).output()).containsExactly(7, 4, 4);
        assertThat(shapes.stream()
                        .filter(shape -> shape.path().startsWith("decoder"))
                        .findFirst()
                        .orElseThrow()
                        .input())
                .containsExactly(2 + 3);
        assertThat(shapes.get(shapes.size() - 1).output()).containsExactly(32);
    }

    @Test
    void denseEncodersOfImagesGetAFeatureForEachNumberThatIsGiven() {
        Architecture dense = new MlpVae.Mlp(List.of(6), 2, Activation.TANH);

        List<LayerShape> shapes = LayerShape.of(
                VaeLayers.of(dense, POSTERIOR, IMAGES.withGaps(true).withGiven(LABEL)), 32);

        assertThat(shapes.get(0).input()).containsExactly(2 * 32 + 3);
        assertThat(shapes.get(0).output()).containsExactly(6);
    }

    @Test
    void skippedLatentsBringWhatIsGiven() {
        DataFacts table = new DataFacts(10, 10, List.of(4), Optional.empty()).withGiven(LABEL);
        Architecture skipping = new MlpVae.Mlp(List.of(6, 5), 2, Activation.TANH, Normalization.NONE, 0, true);

        List<LayerShape> shapes = LayerShape.of(VaeLayers.of(skipping, POSTERIOR, table), 4);

        assertThat(shapes.stream().filter(shape -> shape.layer() instanceof Skip))
                .isNotEmpty()
                .allSatisfy(shape -> assertThat(shape.output().get(0))
                        .isEqualTo(shape.input().get(0) + 2 + 3));
    }

    /** Both networks depend on it, and constant channels are what a broadcast by hand makes of it. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void bothNetworksGetWhatIsGiven(String engine) {
        System.setProperty("ai.djl.offline", "true");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine)) {
            VaeLayers layers = VaeLayers.of(CONVOLUTIONAL, POSTERIOR, IMAGES.withGiven(LABEL));
            Vae vae = new Vae(layers, new DiagonalGaussian.Clamped(20), 32, manager, DataType.FLOAT32, 1);
            Constants constants = new Constants(manager, DataType.FLOAT32);
            NDArray x = manager.arange(32f).div(32).reshape(1, 32);
            VaeOutput zero = forward(vae, x, manager.create(new float[] {1, 0, 0}, new Shape(1, 3)), constants);
            VaeOutput one = forward(vae, x, manager.create(new float[] {0, 1, 0}, new Shape(1, 3)), constants);

            assertThat(one.mean().toFloatArray()).isNotEqualTo(zero.mean().toFloatArray());
            NDArray z = manager.create(new float[] {0.5f, -1}, new Shape(1, 2));
            NDArray decodedZero =
                    vae.decode(z.concat(manager.create(new float[] {1, 0, 0}, new Shape(1, 3)), 1), Map.of());
            NDArray decodedOne =
                    vae.decode(z.concat(manager.create(new float[] {0, 1, 0}, new Shape(1, 3)), 1), Map.of());
            assertThat(decodedOne.toFloatArray()).isNotEqualTo(decodedZero.toFloatArray());

            Layer spread = layers.encoder().get(0);
            var block = spread.block(List.of(35));
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 35));
            float[] spreadRow = block.forward(
                            new ai.djl.training.ParameterStore(manager, false),
                            new ai.djl.ndarray.NDList(
                                    x.concat(manager.create(new float[] {7, 8, 9}, new Shape(1, 3)), 1)),
                            false)
                    .singletonOrThrow()
                    .toFloatArray();
            for (int i = 0; i < 80; i++) {
                float expected = i < 32 ? i / 32f : 7 + (i - 32) / 16;
                assertThat(spreadRow[i]).isCloseTo(expected, within(1e-6f));
            }
        }
    }

    private static VaeOutput forward(Vae vae, NDArray x, NDArray given, Constants constants) {
        NDArray noise = constants.fixed(0).getManager().zeros(new Shape(1, 2));
        return vae.forward(
                new Batch(
                        x, Map.of(Batch.NOISE, noise, Batch.INPUT, x.concat(given, 1), Batch.GIVEN, given), constants),
                false);
    }
}
