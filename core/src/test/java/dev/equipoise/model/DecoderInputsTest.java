package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What layers get beside the output of the layer before them, and blocks of DJL's as layers. */
class DecoderInputsTest {

    private static final DataFacts DATA = new DataFacts(8, 8, List.of(4), Optional.empty());

    private static NDManager manager() {
        System.setProperty("ai.djl.offline", "true");
        return NDManager.newBaseManager(Device.cpu(), "MXNet");
    }

    private static Vae vae(Architecture architecture, NDManager manager) {
        return new Vae(architecture.layers(DATA), new DiagonalGaussian.Clamped(20), 4, manager, DataType.FLOAT32, 7);
    }

    /** With all weights on the features 0, what is left of the decoder is what skips them. */
    @Test
    void theLastLayerGetsTheLatentsThroughASkipConnection() {
        try (NDManager manager = manager()) {
            Vae vae = vae(new MlpVae.Mlp(List.of(3), 2, Activation.RELU, Normalization.NONE, 0, true), manager);
            vae.parameters().get("decoder.0.weight").muli(0);
            NDArray weight = vae.parameters().get("decoder.3.weight");
            assertThat(weight.getShape()).isEqualTo(new Shape(4, 5));
            float[] w = weight.toFloatArray();

            float[] decoded = vae.decode(manager.create(new float[] {2, -3}, new Shape(1, 2)), Map.of())
                    .toFloatArray();

            for (int i = 0; i < 4; i++) {
                assertThat(decoded[i]).isCloseTo(2 * w[5 * i + 3] - 3 * w[5 * i + 4], within(1e-5f));
            }
        }
    }

    @Test
    void aMaskActsInTrainingAloneAndIsAskedForByName() {
        try (NDManager manager = manager()) {
            Vae vae = vae(new MlpVae.Mlp(List.of(3), 2, Activation.RELU, Normalization.NONE, 0.5, false), manager);
            assertThat(vae.sideInputs())
                    .containsExactly(
                            new Batch.SideInput(Batch.NOISE, 2, new Batch.Distribution.Normal()),
                            new Batch.SideInput("encoder.2.mask", 3, new Batch.Distribution.Mask(0.5)),
                            new Batch.SideInput("decoder.2.mask", 3, new Batch.Distribution.Mask(0.5)));
            vae.parameters().get("encoder.head.bias").set(new float[] {1, 2, 3, 4});
            NDArray data = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 4));
            NDArray noise = manager.create(new float[2], new Shape(1, 2));
            NDArray closed = manager.create(new float[3], new Shape(1, 3));
            Constants constants = new Constants(manager, DataType.FLOAT32);
            Batch batch = new Batch(
                    data, Map.of(Batch.NOISE, noise, "encoder.2.mask", closed, "decoder.2.mask", closed), constants);

            assertThat(vae.forward(batch, true).mean().toFloatArray())
                    .as("nothing passes a closed mask but the bias")
                    .containsExactly(1, 2);
            assertThat(vae.forward(batch, false).mean().toFloatArray()).doesNotContain(1, 2);
            assertThatThrownBy(() -> vae.forward(new Batch(data, Map.of(Batch.NOISE, noise), constants), true))
                    .hasMessageContaining("encoder.2.mask");
        }
    }

    private static Architecture with(Layer layer) {
        return new MlpVae.Mlp(List.of(3), 2, Activation.RELU).withEncoder(List.of(layer));
    }

    @Test
    void aBlockOfDjlIsInitialisedInJavaAndItsStatisticsAreSaved() {
        Layer layer = Layer.of(
                "own",
                () -> new SequentialBlock()
                        .add(Linear.builder().setUnits(6).build())
                        .add(BatchNorm.builder().build()),
                List.of(6),
                5 * 6 + 12);
        try (NDManager manager = manager()) {
            Vae vae = vae(with(layer), manager);

            assertThat(vae.parameters().get("encoder.0.01Linear_weight").toFloatArray())
                    .containsExactly(vae(with(new Dense(6)), manager)
                            .parameters()
                            .get("encoder.0.weight")
                            .toFloatArray());
            assertThat(vae.saved().keySet()).hasSize(vae.parameters().size() + 2);
            assertThat(vae.comparesExamples()).isTrue();
            assertThat(vae(with(new Dense(6)), manager).comparesExamples()).isFalse();
            assertThat(layer).hasToString("own");
        }
    }

    @Test
    void aBlockThatDrawsOnTheEngineOrHasAnotherNumberOfParametersIsRefused() {
        Layer drawing = Layer.of(
                "drawing", () -> new SequentialBlock().add(Dropout.builder().build()), List.of(4), 0);
        Layer miscounted =
                Layer.of("miscounted", () -> Linear.builder().setUnits(6).build(), List.of(6), 29);

        assertThatThrownBy(() -> LayerShape.of(with(drawing).layers(DATA), 4))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("layer encoder.0 (drawing): the block of drawing must not draw numbers");
        try (NDManager manager = manager()) {
            assertThatThrownBy(() -> vae(with(miscounted), manager))
                    .isInstanceOf(PartException.class)
                    .hasMessageContaining("layer encoder.0 (miscounted) must have as many trainable parameters as it"
                            + " states, 29, got a block of 30");
        }
    }

    @Test
    void aResidualNetworkHasThemBeforeEachHalvingAndDoubling() {
        DataFacts image = new DataFacts(8, 8, List.of(1, 4, 4), Optional.empty());
        VaeLayers plain = residuals(0, false).layers(image);
        VaeLayers both = residuals(0.5, true).layers(image);

        assertThat(kinds(plain)).doesNotContain("Dropout", "Skip");
        assertThat(kinds(both)).filteredOn("Dropout"::equals).hasSize(4);
        assertThat(kinds(both)).filteredOn("Skip"::equals).hasSize(2);
        assertThat(LayerShape.of(both, 16).stream()
                        .filter(shape -> shape.layer() instanceof Skip)
                        .map(LayerShape::output))
                .containsExactly(List.of(6, 1, 1), List.of(5, 2, 2));
    }

    private static Architecture residuals(double dropout, boolean skip) {
        return new ResNetVae.Residuals(List.of(3, 4), 1, 2, Activation.RELU, Normalization.LAYER, dropout, skip);
    }

    private static List<String> kinds(VaeLayers layers) {
        return Stream.concat(layers.encoder().stream(), layers.decoder().stream())
                .map(layer -> layer.getClass().getSimpleName())
                .toList();
    }
}
