package dev.equipoise.local.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.ConvVae;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.GatedDenseVae;
import dev.equipoise.model.Layer;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Normalization;
import dev.equipoise.model.Upsampling;
import dev.equipoise.model.Vae;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.DataFacts;
import dev.equipoise.run.EngineName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain DJL code loads what was written and computes what the model did. */
class DjlParametersTest {

    private static final int ROWS = 3;
    private static final DiagonalGaussian.Clamped POSTERIOR = new DiagonalGaussian.Clamped(20);

    @TempDir
    private Path folder;

    private record Trained(Map<String, Tensor> parameters, float[] raw, float[] decoded) {}

    static Stream<Arguments> models() {
        Architecture mlp = new MlpVae.Mlp(List.of(9, 7), 2, dev.equipoise.model.Activation.SILU);
        Architecture padded =
                new ConvVae.Convolutional(List.of(3, 4, 5), List.of(11), 2, dev.equipoise.model.Activation.RELU);
        Architecture uneven = new ConvVae.Convolutional(
                List.of(3, 4),
                List.of(5, 4),
                List.of(3, 2),
                List.of(11),
                2,
                dev.equipoise.model.Activation.LEAKY_RELU,
                Normalization.NONE,
                0.5,
                false);
        DataFacts pictures = new DataFacts(8, 8, List.of(1, 12, 12), Optional.empty());
        DataFacts colours = new DataFacts(8, 8, List.of(3, 8, 8), Optional.empty());
        return Stream.of(EngineName.values())
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, mlp, pictures),
                        Arguments.of(engine, padded, pictures),
                        Arguments.of(engine, padded, colours),
                        Arguments.of(engine, new GatedDenseVae.Gated(List.of(9, 7), 2), pictures),
                        Arguments.of(engine, uneven, colours)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("models")
    void bothNetworksComputeTheSameWhicheverEngineWroteThem(
            EngineName engine, Architecture architecture, DataFacts facts) throws Exception {
        VaeLayers layers = architecture.layers(facts);
        float[] data = normal(ROWS * facts.elements());
        float[] latents = normal(ROWS * architecture.latent());
        Trained trained = trained(engine, layers, facts.elements(), data, latents);
        EngineName other = engine == EngineName.MXNET ? EngineName.PYTORCH : EngineName.MXNET;

        for (EngineName writer : List.of(engine, other)) {
            assertThat(DjlParameters.write(folder, layers, facts.elements(), trained.parameters(), writer))
                    .containsExactly(folder.resolve("encoder-0000.params"), folder.resolve("decoder-0000.params"))
                    .allMatch(Files::exists);
            Block encoder = new DjlBlocks(layers, facts.elements(), Vae.Network.ENCODER).block();
            Block decoder = new DjlBlocks(layers, facts.elements(), Vae.Network.DECODER).block();
            assertThat(computed(engine, "encoder", encoder, data)).containsExactly(trained.raw(), within(1e-6f));
            assertThat(computed(engine, "decoder", decoder, latents)).containsExactly(trained.decoded(), within(1e-6f));
        }
    }

    /** As docs/models.md shows it. */
    @ParameterizedTest
    @EnumSource
    void aBlockWrittenByHandLoadsThem(EngineName engine) throws Exception {
        Architecture mlp = new MlpVae.Mlp(List.of(9), 2, dev.equipoise.model.Activation.RELU);
        DataFacts facts = new DataFacts(8, 8, List.of(5), Optional.empty());
        float[] latents = normal(ROWS * 2);
        Trained trained = trained(engine, mlp.layers(facts), 5, normal(ROWS * 5), latents);
        DjlParameters.write(folder, mlp.layers(facts), 5, trained.parameters(), engine);

        Block decoder = new SequentialBlock()
                .add(Linear.builder().setUnits(9).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(5).build());

        assertThat(computed(engine, "decoder", decoder, latents)).containsExactly(trained.decoded(), within(1e-6f));
    }

    /** A layer that only we have. */
    private record Own() implements Layer {

        @Override
        public List<Integer> output(List<Integer> input) {
            return input;
        }

        @Override
        public Block block(List<Integer> input) {
            return new SequentialBlock().add(new Upsampling(3).block(input));
        }
    }

    @Test
    void aLayerThatDjlDoesNotHaveIsNamedAndSafetensorsTooAndNoFileOfAnEarlierModelStays() throws Exception {
        Files.writeString(folder.resolve("encoder-0000.params"), "earlier");
        Files.writeString(folder.resolve("decoder-0000.params"), "earlier");
        VaeLayers layers = new VaeLayers(List.of(new Own()), List.of(), 2);
        assertThatThrownBy(() -> DjlParameters.write(folder, layers, 4, Map.of(), EngineName.PYTORCH))
                .isInstanceOf(ForeignBlockException.class)
                .hasMessage(
                        "the layer encoder.0, Own[], must consist of DJL's own blocks to be written as .params, got "
                                + "dev.equipoise.model.TransposedConvolution; write safetensors instead");
        assertThat(folder).isEmptyDirectory();
    }

    private static Trained trained(EngineName engine, VaeLayers layers, int elements, float[] data, float[] latents) {
        return EngineThread.call(() -> {
            start(engine);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine.djlName())) {
                Vae vae = new Vae(layers, POSTERIOR, elements, manager, DataType.FLOAT32, 11);
                NDArray x = manager.create(data, new Shape(ROWS, elements));
                NDArray z = manager.create(latents, new Shape(ROWS, layers.latent()));
                NDList encoded = vae.encode(x, Map.of(), new Constants(manager, DataType.FLOAT32));
                float[] means = encoded.get(0).toFloatArray();
                float[] logVariances = encoded.get(1).toFloatArray();
                float[] raw = new float[2 * means.length];
                for (int row = 0; row < ROWS; row++) {
                    for (int i = 0; i < layers.latent(); i++) {
                        int from = row * layers.latent() + i;
                        raw[2 * row * layers.latent() + i] = means[from];
                        raw[(2 * row + 1) * layers.latent() + i] = unclamped(logVariances[from]);
                    }
                }
                return new Trained(
                        Tensor.read(vae.parameters()),
                        raw,
                        vae.decode(z, Map.of()).toFloatArray());
            }
        });
    }

    /** The inverse of 20·tanh(x/20). */
    private static float unclamped(double logVariance) {
        double y = logVariance / 20;
        return (float) (20 * 0.5 * Math.log((1 + y) / (1 - y)));
    }

    private float[] computed(EngineName engine, String name, Block block, float[] input) {
        return EngineThread.call(() -> {
            start(engine);
            try (Model model = Model.newInstance(name, Device.cpu(), engine.djlName())) {
                model.setBlock(block);
                model.load(folder, name);
                NDManager manager = model.getNDManager();
                NDArray rows = manager.create(input, new Shape(ROWS, input.length / ROWS));
                return block.forward(new ParameterStore(manager, false), new NDList(rows), false)
                        .singletonOrThrow()
                        .toFloatArray();
            }
        });
    }

    private static void start(EngineName engine) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        Engines.useThreads(engine, 1);
    }

    private static float[] normal(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
