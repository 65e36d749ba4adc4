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
import dev.equipoise.random.CounterRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posteriors that hold KL away from 0, or hold their noise. */
class PosteriorsTest {

    private static final int ROWS = 64;
    private static final int ELEMENTS = 6;
    private static final int LATENTS = 3;

    /** A model with large random weights on random data, after some batches in training; what is asked of its output. */
    private static double asked(
            String engine, Posterior posterior, boolean training, ToDoubleFunction<VaeOutput> question) {
        System.setProperty("ai.djl.offline", "true");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine)) {
            VaeLayers layers =
                    new VaeLayers(List.of(), posterior.layers(LATENTS), List.of(new Dense(ELEMENTS)), LATENTS, 0, 0);
            Vae vae = new Vae(layers, posterior, ELEMENTS, manager, DataType.FLOAT32, 3);
            vae.parameters().get("encoder.head.weight").muli(5);
            Batch batch = new Batch(
                    drawn(manager, 1, ELEMENTS),
                    Map.of(Batch.NOISE, drawn(manager, 2, LATENTS)),
                    new Constants(manager, DataType.FLOAT32));
            for (int step = 0; step < 100; step++) {
                vae.forward(batch, true);
                vae.keepStatistics(EnumSet.allOf(Vae.Network.class));
            }
            return question.applyAsDouble(vae.forward(batch, training));
        }
    }

    private static NDArray drawn(NDManager manager, long stream, int columns) {
        float[] values = new float[ROWS * columns];
        CounterRandom.gaussian(values, 3, stream, 0);
        return manager.create(values, new Shape(ROWS, columns));
    }

    private static double kl(VaeOutput output, int at) {
        double mean = output.mean().toFloatArray()[at];
        double logVariance = output.logVariance().toFloatArray()[at];
        return (mean * mean + Math.exp(logVariance) - logVariance - 1) / 2;
    }

    @ParameterizedTest
    @CsvSource({"MXNet,0.05", "MXNet,0.5", "PyTorch,0.1", "PyTorch,0.5"})
    void everyLatentOfEveryExampleHasTheCommittedRate(String engine, double delta) {
        double least = asked(
                engine,
                DeltaVae.Committed.of(delta),
                false,
                output -> IntStream.range(0, ROWS * LATENTS)
                        .mapToDouble(i -> kl(output, i))
                        .min()
                        .orElseThrow());
        assertThat(least).isBetween(delta - 1e-5, 1.2 * delta);
    }

    @ParameterizedTest
    @CsvSource({"0.05,0.7854,1.2313", "0.1,0.7023,1.3313", "0.5,0.3982,1.7738"})
    void committedDeviationsAreBetweenTheRoots(double delta, double lowest, double highest) {
        DeltaVae.Committed posterior = DeltaVae.Committed.of(delta);
        assertThat(Math.exp(posterior.lowest() / 2)).isCloseTo(lowest, within(1e-4));
        assertThat(Math.exp(posterior.highest() / 2)).isCloseTo(highest, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void normalizedMeansHaveTheirDeviationOverABatch(String engine) {
        Posterior posterior = new BatchNormMean.Normalized(0.7, new DiagonalGaussian.Clamped(20));
        for (boolean training : new boolean[] {true, false}) {
            double deviation = asked(engine, posterior, training, output -> deviation(output, 1));
            assertThat(deviation).as("in training: %s", training).isCloseTo(0.7, within(1e-3));
        }
        double kl = asked(
                engine,
                posterior,
                true,
                output -> IntStream.range(0, ROWS * LATENTS)
                                .mapToDouble(i -> kl(output, i))
                                .sum()
                        / ROWS);
        assertThat(kl).isGreaterThanOrEqualTo(LATENTS * 0.7 * 0.7 / 2 - 1e-3);
    }

    private static double deviation(VaeOutput output, int latent) {
        float[] means = output.mean().toFloatArray();
        double[] own = IntStream.range(0, ROWS)
                .mapToDouble(row -> means[row * LATENTS + latent])
                .toArray();
        double mean =
                IntStream.range(0, ROWS).mapToDouble(row -> own[row]).average().orElseThrow();
        return Math.sqrt(IntStream.range(0, ROWS)
                .mapToDouble(row -> Math.pow(own[row] - mean, 2))
                .average()
                .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void fixedNoiseIsTheSameForAll(String engine) {
        double[] extremes = {
            asked(
                    engine,
                    new FixedNoise.Fixed(0.3),
                    true,
                    output -> output.logVariance().min().toFloatArray()[0]),
            asked(
                    engine,
                    new FixedNoise.Fixed(0.3),
                    true,
                    output -> output.logVariance().max().toFloatArray()[0])
        };
        assertThat(extremes).containsOnly((float) (2 * Math.log(0.3)));
    }
}
