package dev.equipoise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.balance.Prices;
import dev.equipoise.objective.Batch;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where gates are, and what they are drawn by. */
class GateTest {

    private static final Posterior POSTERIOR = new DiagonalGaussian.Clamped(20);
    private static final DataFacts IMAGES = new DataFacts(8, 8, List.of(1, 4, 4), Optional.empty());
    private static final BalancingStrategy.Rates RATES = new BalancingStrategy.Rates(0.01, 10);

    private record Many() implements OpenLoop {

        @Override
        public Prices prices(long step) {
            return Prices.beta(RATES.middle());
        }

        @Override
        public Optional<Rates> rates() {
            return Optional.of(RATES);
        }
    }

    private static List<String> kinds(List<Layer> layers) {
        return layers.stream().map(layer -> layer.getClass().getSimpleName()).toList();
    }

    @Test
    void aGateIsBetweenTheWeightsOfEveryHiddenLayerAndItsActivation() {
        Architecture normalized = new MlpVae.Mlp(List.of(6, 5), 2, Activation.RELU, Normalization.LAYER, 0.5, false);

        VaeLayers layers = VaeLayers.of(normalized, POSTERIOR, IMAGES, new Many());

        List<String> hidden = List.of("Dense", "Normalize", "Gate", "Activate", "Dropout");
        assertThat(kinds(layers.encoder()).subList(0, 5)).isEqualTo(hidden);
        assertThat(kinds(layers.encoder()).subList(5, 10)).isEqualTo(hidden);
        assertThat(kinds(layers.decoder())).hasSize(11).endsWith("Dropout", "Dense");
        assertThat(kinds(layers.decoder()).subList(5, 10)).isEqualTo(hidden);
    }

    @Test
    void convolutionsHaveThemTooAndTheLayerThatGivesTheDatumHasNone() {
        Architecture convolutional = new ConvVae.Convolutional(List.of(3), List.of(5), 2, Activation.RELU);

        VaeLayers layers = VaeLayers.of(convolutional, POSTERIOR, IMAGES, new Many());

        assertThat(kinds(layers.encoder())).filteredOn("Gate"::equals).hasSize(2);
        assertThat(kinds(layers.decoder())).filteredOn("Gate"::equals).hasSize(2);
        assertThat(LayerShape.of(layers, 16))
                .filteredOn(shape -> shape.layer() instanceof Gate)
                .allMatch(shape -> shape.parameters() == 2L * shape.input().get(0));
    }

    @Test
    void aModelWithoutHiddenLayersIsRefused() {
        assertThatThrownBy(() -> VaeLayers.of(new LinearVae.Linear(2), POSTERIOR, IMAGES, new Many()))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("encoder of a model for many betas must have a hidden layer");
    }

    @Test
    void eachExampleOfEachStepHasItsOwnBetaWhoseLogarithmIsUniform() {
        Batch.Distribution uniform = RATES.input().distribution();
        long stream = uniform.stream(0);
        float[] u = new float[20_000];
        uniform.draw(u, 7, stream, 3, 0);
        float[] later = new float[5];
        uniform.draw(later, 7, stream, 3, 100);
        float[] next = new float[5];
        uniform.draw(next, 7, stream, 4, 0);

        assertThat(later).containsExactly(u[100], u[101], u[102], u[103], u[104]);
        assertThat(next).doesNotContain(u[0], u[1], u[2], u[3], u[4]);
        assertThat(uniform.stream(1)).isNotEqualTo(stream);
        double[] squares = new double[2];
        int[] tenths = new int[10];
        for (float value : u) {
            double beta = RATES.middle() * Math.exp(RATES.spread() * value);
            squares[0] += value / u.length;
            squares[1] += value * value / u.length;
            tenths[(int) (10 * Math.log(beta / 0.01) / Math.log(1_000))]++;
        }
        assertThat(squares[0]).isBetween(-0.02, 0.02);
        assertThat(squares[1]).isBetween(0.98, 1.02);
        assertThat(Arrays.stream(tenths)).allMatch(count -> count > 1_850 && count < 2_150);
    }

    @Test
    void aBetaHasItsValueOfTheSideInputAndOnesOutsideAreRefused() {
        assertThat(RATES.standardised(RATES.middle())).isZero();
        assertThat(RATES.standardised(10)).isBetween(1.7320, 1.7321);
        assertThat(RATES.points(4)).hasSize(4).startsWith(0.01).endsWith(10.0);
        assertThatThrownBy(() -> RATES.standardised(10.1)).hasMessageContaining("between 0.01 and 10.0");
    }
}
