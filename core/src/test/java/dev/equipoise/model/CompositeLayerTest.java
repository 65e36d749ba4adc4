package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeLayerTest {

    /** Two dense layers in one block: both have a "weight" and a "bias". */
    private record Bottleneck(int units) implements Layer {

        @Override
        public List<Integer> output(List<Integer> input) {
            return input;
        }

        @Override
        public long parameters(List<Integer> input) {
            return (input.get(0) + 1L) * units + (units + 1L) * input.get(0);
        }

        @Override
        public Block block(List<Integer> input) {
            return new SequentialBlock()
                    .add(Linear.builder().setUnits(units).build())
                    .add(Linear.builder().setUnits(input.get(0)).build());
        }
    }

    @Test
    void everyParameterOfALayerOfSeveralBlocksHasAPathOfItsOwnAndInitialWeights() {
        System.setProperty("ai.djl.offline", "true");
        VaeLayers layers = new VaeLayers(List.of(new Bottleneck(3)), List.of(new Dense(4)), 2);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "MXNet")) {
            Vae vae = new Vae(layers, new DiagonalGaussian.Clamped(20), 4, manager, DataType.FLOAT32, 7);
            assertThat(vae.parameters().values().stream()
                            .mapToLong(NDArray::size)
                            .sum())
                    .isEqualTo(LayerShape.of(layers, 4).stream()
                            .mapToLong(LayerShape::parameters)
                            .sum());
            vae.parameters().forEach((path, array) -> {
                if (path.endsWith("weight")) {
                    assertThat(array.toFloatArray()).as(path).doesNotContain(0);
                }
            });
        }
    }
}
