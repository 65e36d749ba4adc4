package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.model.Activation;
import dev.equipoise.model.LayerShape;
import dev.equipoise.model.MlpVae;
import dev.equipoise.model.Normalization;
import dev.equipoise.model.ResNetVae;
import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelSizeTest {

    /** 10 inputs, 20 units, 2 latents: 220 + 84 parameters in the encoder, 60 + 210 in the decoder. */
    private static ModelSize small(int ofOptimizer) {
        return small(ofOptimizer, 0);
    }

    private static ModelSize small(int ofOptimizer, int ofAverage) {
        MlpVae.Mlp mlp = new MlpVae.Mlp(List.of(20), 2, Activation.TANH);
        DataFacts data = new DataFacts(100, 100, List.of(10), Optional.empty());
        return new ModelSize(LayerShape.of(mlp.layers(data), 10), ofOptimizer, ofAverage, 50, 1);
    }

    @Test
    void everyKindOfMemoryIsCounted() {
        assertThat(small(2).parameters()).isEqualTo(574);
        assertThat(small(2).memory())
                .containsEntry("parameters", "2.3 kB")
                .containsEntry("gradients", "2.3 kB")
                .containsEntry("state of the optimizer", "4.6 kB")
                // 20 + 20 units, 4 outputs of the head, 20 + 20 units, 10 outputs, of 50 examples
                .containsEntry("activations of a batch, estimated", "18.8 kB")
                .containsEntry("in all, estimated", "28.0 kB");
        assertThat(small(0).memory()).containsEntry("state of the optimizer", "0.0 kB");
    }

    @Test
    void anAverageOfTheWeightsIsCountedIfThereIsOne() {
        assertThat(small(2).memory()).doesNotContainKey("average of the weights");
        assertThat(small(2, 1).memory())
                .containsEntry("average of the weights", "2.3 kB")
                .containsEntry("in all, estimated", "30.3 kB");
        assertThat(small(2, 1).beyond(4 * 5 * 574)).isEmpty();
        assertThat(small(2, 1).beyond(4 * 5 * 574 - 4))
                .singleElement()
                .asString()
                .startsWith(
                        "the parameters, their gradients and the state of the optimizer and the average of the weights"
                                + " must fit");
    }

    @Test
    void whatIsInsideAResidualLayerIsCountedToo() {
        DataFacts data = new DataFacts(100, 100, List.of(1, 4, 4), Optional.empty());
        ResNetVae.Residuals one =
                new ResNetVae.Residuals(List.of(3), 1, 2, Activation.RELU, Normalization.NONE, 0, false);
        ResNetVae.Residuals two =
                new ResNetVae.Residuals(List.of(3), 2, 2, Activation.RELU, Normalization.NONE, 0, false);
        LayerShape residual = LayerShape.of(one.layers(data), 16).get(2);

        // two activations and two convolutions of 3 channels of 2x2
        assertThat(residual.layer().activations(residual.input())).isEqualTo(4 * 12);
        assertThat(new ModelSize(LayerShape.of(two.layers(data), 16), 2, 0, 1, 1).parameters()
                        - new ModelSize(LayerShape.of(one.layers(data), 16), 2, 0, 1, 1).parameters())
                .isEqualTo(2 * 2 * (3 * 9 + 1) * 3);
    }

    @Test
    void aModelBeyondTheMemoryNamesItsLargestLayer() {
        assertThat(small(2).beyond(4 * 4 * 574)).isEmpty();
        assertThat(small(2).beyond(4 * 4 * 574 - 4))
                .containsExactly("the parameters, their gradients and the state of the optimizer must fit in the memory"
                        + " of this machine, 9.2 kB, got 9.2 kB; layer encoder.0 (Dense[units=20]) has the most"
                        + " parameters, 220");
    }
}
