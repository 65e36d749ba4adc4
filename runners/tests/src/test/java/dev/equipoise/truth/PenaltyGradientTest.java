package dev.equipoise.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.engine.Engines;
import dev.equipoise.losses.AnalyticKl;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.FreeBits;
import dev.equipoise.objective.FreeBits.Kind;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.EngineName;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes of a price on both sides of their kink: loss beside its formula, gradient beside finite differences. */
class PenaltyGradientTest {

    private static final double STEP = 1e-6;
    private static final double WEIGHT = 1.7;

    /** Three examples of two latents: batch means 0.4 and 1.6, sums 0.6, 2.4 and 3, mean of the sums 2. */
    private static final double[] KL = {0.1, 0.5, 0.7, 1.7, 0.4, 2.6};

    static Stream<Arguments> shapes() {
        return Stream.of(EngineName.values())
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, bits(1, Kind.PER_LATENT), Price.of(WEIGHT), 1 + 1.6),
                        Arguments.of(engine, bits(1, Kind.TOTAL), Price.of(WEIGHT), 2),
                        Arguments.of(engine, bits(2.5, Kind.TOTAL), Price.of(WEIGHT), 2.5),
                        Arguments.of(engine, bits(2.5, Kind.PER_EXAMPLE), Price.of(WEIGHT), (2.5 + 2.5 + 3) / 3),
                        Arguments.of(engine, Penalty.absoluteDeviation(), Price.towards(1.2, WEIGHT), 0.8),
                        Arguments.of(engine, Penalty.absoluteDeviation(), Price.towards(2.9, WEIGHT), 0.9),
                        Arguments.of(engine, sigma(Grain.BATCH, 1e-9), Price.towards(0.8, WEIGHT), nats(2, 0.8)),
                        Arguments.of(engine, sigma(Grain.BATCH, 1e-9), Price.of(WEIGHT), nats(2, 1)),
                        Arguments.of(engine, sigma(Grain.BATCH, 3), Price.of(WEIGHT), nats(2, 3)),
                        Arguments.of(
                                engine,
                                sigma(Grain.EXAMPLE, 0.5),
                                Price.of(WEIGHT),
                                (nats(0.6, 0.5) + nats(2.4, 1.2) + nats(3, 1.5)) / 3)));
    }

    private static Penalty sigma(Grain grain, double minVariance) {
        return Penalty.logVariance(grain, minVariance);
    }

    /** What two elements with this sum of squared errors cost a Gaussian of this variance. */
    private static double nats(double squaredError, double variance) {
        return squaredError / (2 * variance) + Math.log(2 * Math.PI * variance);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lossAndGradientAreThoseOfTheFormula(EngineName engine, Penalty shape, Price price, double pricedNats) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine.djlName())) {
            NDArray kl = manager.create(KL, new Shape(3, 2));
            kl.setRequiresGradient(true);
            Constants constants = new Constants(manager, DataType.FLOAT64);
            Batch batch = new Batch(kl, Map.of(), constants);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray loss = loss(kl, shape, price, batch);
                collector.backward(loss);
                assertThat(loss.toDoubleArray()[0]).isCloseTo(WEIGHT * pricedNats, within(1e-12));
            }
            double[] gradient = kl.getGradient().toDoubleArray();
            ToDoubleFunction<double[]> lossAt =
                    values -> loss(manager.create(values, new Shape(3, 2)), shape, price, batch)
                            .toDoubleArray()[0];
            for (int i = 0; i < KL.length; i++) {
                assertThat(gradient[i]).as("latent value %d", i).isCloseTo(difference(lossAt, i), within(1e-8));
            }
        }
    }

    private static FreeBits.Shape bits(double nats, Kind kind) {
        return new FreeBits.Shape(nats, kind);
    }

    private static NDArray loss(NDArray kl, Penalty shape, Price price, Batch batch) {
        Measured measured =
                new Measured(Measure.of(Measure.KL, Grain.LATENT_OF_EXAMPLE, "nats"), kl, batch.constants());
        return new PricedSum.Sum()
                .loss(
                        List.of(new Objective.Priced(new AnalyticKl.Term(), measured, shape, price)),
                        batch,
                        new VaeOutput(kl, kl, kl, kl));
    }

    private static double difference(ToDoubleFunction<double[]> lossAt, int i) {
        double[] above = KL.clone();
        above[i] += STEP;
        double[] below = KL.clone();
        below[i] -= STEP;
        return (lossAt.applyAsDouble(above) - lossAt.applyAsDouble(below)) / (2 * STEP);
    }
}
