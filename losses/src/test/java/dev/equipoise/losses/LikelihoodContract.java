package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for every likelihood whose elements are independent, by its own values on single elements. */
abstract class LikelihoodContract extends LossTermContract {

    private static final double[] DECODED = {-2.5, -0.31, -0.29, -1e-3, 0, 0.2, 0.5, 2};

    @Override
    protected abstract Reconstruction term();

    /** The name of its measure. */
    protected abstract String name();

    /** Outcomes of one element with weights, whose weighted probabilities add up to 1. */
    protected abstract double[][] outcomes(double decoded);

    /** Values of one element that a split may have. */
    protected abstract float[] values();

    /** Elements of one row: an outcome, or its weight. */
    static double[][] grid(double from, double to, int intervals) {
        double step = (to - from) / intervals;
        double[][] grid = new double[intervals + 1][];
        for (int i = 0; i <= intervals; i++) {
            double simpson = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
            grid[i] = new double[] {from + i * step, simpson * step / 3};
        }
        return grid;
    }

    static double[][] counts(int most) {
        return DoubleStream.iterate(0, x -> x <= most, x -> x + 1)
                .mapToObj(x -> new double[] {x, 1})
                .toArray(double[][]::new);
    }

    /** ln Γ(x) as the integral of exp(u·x − exp(u)), of which the rule of trapezoids is exact. */
    static double logGamma(double x) {
        double step = 0.01;
        return Math.log(DoubleStream.iterate(-60 / x, u -> u < 8, u -> u + step)
                .map(u -> Math.exp(u * x - Math.exp(u)) * step)
                .sum());
    }

    @Test
    void itIsInNatsPerExample() {
        assertThat(term().measures()).containsExactly(new Measure(name(), Grain.EXAMPLE, "nats per example", 1));
        assertThat(term().separable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void itsProbabilitiesAddUpToOneAndTheirMeanIsThePrediction(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            for (double decoded : DECODED) {
                double[][] outcomes = outcomes(decoded);
                double[] nll = nll(trial, Arrays.stream(outcomes).mapToDouble(x -> x[0]), decoded);
                double sum = 0;
                double mean = 0;
                for (int i = 0; i < nll.length; i++) {
                    double probability = outcomes[i][1] * Math.exp(-nll[i]);
                    sum += probability;
                    mean += probability * outcomes[i][0];
                }
                assertThat(sum).as("sum at %s", decoded).isCloseTo(1, within(1e-8));
                assertThat(mean)
                        .as("mean at %s", decoded)
                        .isCloseTo(prediction(trial, decoded), within(1e-8 * Math.max(1, Math.abs(mean))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void predictionsOfFloatsAreThoseOfDoubles(String engine) {
        try (EngineTrial exact = new EngineTrial(engine, DataType.FLOAT64);
                EngineTrial single = new EngineTrial(engine, DataType.FLOAT32)) {
            for (double decoded : DECODED) {
                double expected = prediction(exact, decoded);
                assertThat(prediction(single, decoded))
                        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    private double prediction(EngineTrial trial, double decoded) {
        return trial.doubles(term().prediction(trial.array(new double[][] {{decoded}}), trial.constants()))[0];
    }

    /** The values of these data, each one example of one element. */
    final double[] nll(EngineTrial trial, DoubleStream data, double decoded) {
        double[][] rows = data.mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        double[][] same = Arrays.stream(rows).map(x -> new double[] {decoded}).toArray(double[][]::new);
        return trial.values(term(), new Sample(rows, same, same, same));
    }

    /** Half an example more is little beside five thousand, and no constant can be better. */
    @Test
    void theBestConstantIsThatOfAllDecodedValues() {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            double best = least(decoded -> mean(nll(trial, data(), decoded)));
            float[] repeated = new float[1_000 * values().length];
            Arrays.setAll(new Float[repeated.length], i -> repeated[i] = values()[i % values().length]);
            Split many = new Split(repeated, 1, new int[0]);

            double[] found = term().ofBestConstant(many, split()).orElseThrow();

            assertThat(found).hasSize(values().length);
            assertThat(mean(found)).isCloseTo(best, within(1e-4)).isGreaterThan(best - 1e-9);
        }
    }

    /** Two elements save twice as much as one. */
    @Test
    void codesSaveTheBestConstantLessTheBestOfEachDatum() {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            double best = least(decoded -> mean(nll(trial, data(), decoded)));
            double own = data().map(x -> least(decoded -> nll(trial, DoubleStream.of(x), decoded)[0]))
                    .average()
                    .orElseThrow();
            float[] twice = new float[2 * values().length];
            Arrays.setAll(new Float[twice.length], i -> twice[i] = values()[i / 2]);

            assertThat(term().saving(split())).isPositive().isCloseTo(best - own, within(1e-6));
            assertThat(term().saving(new Split(twice, 2, new int[0]))).isCloseTo(2 * (best - own), within(1e-6));
        }
    }

    /** A missing value is 0 in the batch, and NaN in a split. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void missingValuesHaveNoPart(String engine) {
        assertThat(term().leavesGapsOut()).isTrue();
        double last = values()[values().length - 1];
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Sample sample =
                    new Sample(new double[][] {{last, 0}, {0, last}}, two(0.3, 0.1), two(0, 0.2), new double[][] {
                        {0.4, 9}, {9, 0.4}
                    });
            Batch batch = new Batch(
                    trial.array(sample.data()),
                    Map.of(Batch.OBSERVED, trial.array(new double[][] {{1, 0}, {0, 1}})),
                    trial.constants());
            double alone = nll(trial, DoubleStream.of(last), 0.4)[0];

            assertThat(trial.doubles(term().measure(batch, trial.output(sample)).get(0)))
                    .containsExactly(new double[] {alone, alone}, within(1e-12));
        }
        float[] lacking = new float[2 * values().length];
        Arrays.setAll(new Float[lacking.length], i -> lacking[i] = i % 2 == 0 ? values()[i / 2] : Float.NaN);
        Split gaps = new Split(lacking, 2, new int[0]);
        assertThat(term().refused(gaps)).isEmpty();
        assertThat(term().saving(gaps)).isCloseTo(term().saving(split()), within(1e-12));
        assertThat(term().ofBestConstant(gaps, gaps).orElseThrow())
                .containsExactly(term().ofBestConstant(split(), split()).orElseThrow(), within(1e-12));
    }

    private static double[][] two(double first, double second) {
        return new double[][] {{first}, {second}};
    }

    private Split split() {
        return new Split(values(), 1, new int[0]);
    }

    private DoubleStream data() {
        float[] values = values();
        return java.util.stream.IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The least value of a function with one minimum within ±40, by golden sections. */
    private static double least(DoubleUnaryOperator function) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = -40;
        double high = 40;
        for (int step = 0; step < 70; step++) {
            double one = high - golden * (high - low);
            double two = low + golden * (high - low);
            if (function.applyAsDouble(one) <= function.applyAsDouble(two)) {
                high = two;
            } else {
                low = one;
            }
        }
        return function.applyAsDouble((low + high) / 2);
    }
}
