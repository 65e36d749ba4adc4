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
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Normalized values, and running statistics, beside their formulas. */
class NormalizationTest {

    private static final int ROWS = 4;
    private static final int CHANNELS = 3;
    private static final double EPSILON = 1e-5;

    /** @param pixels of a channel; 1 for features */
    private static Shape shape(int pixels) {
        return pixels == 1 ? new Shape(ROWS, CHANNELS) : new Shape(ROWS, CHANNELS, 1, pixels);
    }

    private static float[] values(int pixels) {
        float[] values = new float[ROWS * CHANNELS * pixels];
        CounterRandom.gaussian(values, 3, 1, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 + 3 * values[i];
        }
        return values;
    }

    /** Values less the mean of their group, over the root of its variance. */
    private static float[] normalized(float[] values, IntUnaryOperator group) {
        float[] normalized = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int own = group.applyAsInt(i);
            double mean = mean(values, group, own);
            normalized[i] = (float) ((values[i] - mean) / Math.sqrt(variance(values, group, own) + EPSILON));
        }
        return normalized;
    }

    private static double mean(float[] values, IntUnaryOperator group, int own) {
        return IntStream.range(0, values.length)
                .filter(i -> group.applyAsInt(i) == own)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double variance(float[] values, IntUnaryOperator group, int own) {
        double mean = mean(values, group, own);
        return IntStream.range(0, values.length)
                .filter(i -> group.applyAsInt(i) == own)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow();
    }

    private static Block block(Normalization over, int pixels, NDManager manager) {
        Block block = over.layers().get(0).block(pixels == 1 ? List.of(CHANNELS) : List.of(CHANNELS, 1, pixels));
        block.initialize(manager, DataType.FLOAT32, shape(pixels));
        return block;
    }

    private static float[] through(Block block, NDManager manager, int pixels, boolean training) {
        NDArray x = manager.create(values(pixels), shape(pixels));
        return block.forward(new ParameterStore(manager, false), new NDList(x), training)
                .singletonOrThrow()
                .toFloatArray();
    }

    private static NDManager manager() {
        System.setProperty("ai.djl.offline", "true");
        return NDManager.newBaseManager(Device.cpu(), "MXNet");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void layersNormalizeEachExampleInTrainingAndInEvaluation(int pixels) {
        try (NDManager manager = manager()) {
            Block block = block(Normalization.LAYER, pixels, manager);
            float[] expected = normalized(values(pixels), i -> i / (CHANNELS * pixels));

            assertThat(through(block, manager, pixels, true)).containsExactly(expected, within(1e-5f));
            assertThat(through(block, manager, pixels, false)).containsExactly(expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void batchesNormalizeEachChannelAndEvaluationUsesWhatWasKept(int pixels) {
        IntUnaryOperator channel = i -> i / pixels % CHANNELS;
        float[] values = values(pixels);
        try (NDManager manager = manager()) {
            Block block = block(Normalization.BATCH, pixels, manager);

            assertThat(through(block, manager, pixels, true))
                    .containsExactly(normalized(values, channel), within(1e-5f));
            assertThat(through(block, manager, pixels, false))
                    .as("nothing was kept: mean 0, variance 1")
                    .containsExactly(values, within(1e-4f));
            BatchNormalization.keepStatistics(block);
            BatchNormalization.keepStatistics(block);
            float[] expected = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                int own = channel.applyAsInt(i);
                double mean = 0.1 * mean(values, channel, own);
                double variance = 0.9 + 0.1 * variance(values, channel, own);
                expected[i] = (float) ((values[i] - mean) / Math.sqrt(variance + EPSILON));
            }
            assertThat(through(block, manager, pixels, false))
                    .as("the statistics of a batch are kept once")
                    .containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void gainsAndShiftsAreOfChannels() {
        try (NDManager manager = manager()) {
            Block block = block(Normalization.LAYER, 6, manager);
            block.getParameters().get("gain").getArray().set(new float[] {1, 2, 3});
            block.getParameters().get("shift").getArray().set(new float[] {0, 0, 7});
            float[] expected = normalized(values(6), i -> i / (CHANNELS * 6));
            for (int i = 0; i < expected.length; i++) {
                int channel = i / 6 % CHANNELS;
                expected[i] = expected[i] * (1 + channel) + (channel == 2 ? 7 : 0);
            }

            assertThat(through(block, manager, 6, false)).containsExactly(expected, within(2e-5f));
        }
    }

    @Test
    void aBatchOfOneExampleIsRefused() {
        Normalization.BATCH.check(facts(10, 4));
        Normalization.LAYER.check(facts(9, 4));
        assertThatThrownBy(() -> Normalization.BATCH.check(facts(9, 4)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("normalization must be LAYER or NONE if a batch has one example, got BATCH with 9 examples"
                        + " in batches of 4; choose another batch size");
        assertThatThrownBy(() -> Normalization.BATCH.check(facts(9, 1))).isInstanceOf(InvalidPartException.class);
    }

    private static Facts facts(int examples, int batchSize) {
        return new Facts(Optional.of(new DataFacts(examples, examples, List.of(5), Optional.empty())), batchSize, 1, 1);
    }

    @Test
    void aMaskDropsItsShareAndKeepsTheMean() {
        float[] mask = new float[100_000];
        CounterRandom.mask(mask, 0.3, 1, CounterRandom.Stream.DROPOUT, 5, 0);
        float[] later = new float[90_000];
        CounterRandom.mask(later, 0.3, 1, CounterRandom.Stream.DROPOUT, 5, 10_000);

        long dropped = IntStream.range(0, mask.length).filter(i -> mask[i] == 0).count();
        assertThat(dropped / 1e5).isCloseTo(0.3, within(0.006));
        for (float value : mask) {
            assertThat(value == 0 || value == (float) (1 / 0.7)).isTrue();
        }
        assertThat(later).isEqualTo(Arrays.copyOfRange(mask, 10_000, 100_000));
    }
}
