package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.model.DiagonalGaussian;
import dev.equipoise.model.LinearVae;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import dev.equipoise.objective.Price;
import dev.equipoise.objective.PricedSum;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.testing.Trial;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds of a linear model in float64, beside the formulas, finite differences, and each other. */
class SampledBoundTest {

    private static final int EXAMPLES = 3;
    private static final int ELEMENTS = 4;
    private static final int LATENTS = 2;

    private static SampledBound importanceWeighted(int samples) {
        return new SampledBound(samples, 1, 0, false);
    }

    /** A linear model with its batch. */
    private static final class Model implements AutoCloseable {

        private final NDManager manager;
        private final Vae vae;

        Model(String engine) {
            System.setProperty("ai.djl.offline", "true");
            Engine.getEngine(engine);
            manager = NDManager.newBaseManager(Device.cpu(), engine);
            DataFacts facts = new DataFacts(EXAMPLES, EXAMPLES, List.of(ELEMENTS), Optional.of(new ValueRange(0, 1)));
            LinearVae.Linear linear = new LinearVae.Linear(LATENTS);
            vae = new Vae(
                    linear.layers(facts), new DiagonalGaussian.Clamped(20), ELEMENTS, manager, DataType.FLOAT64, 5);
            vae.attachGradients();
        }

        private Batch batch(NDManager scoped, int samples, long draw) {
            double[] data = new double[EXAMPLES * ELEMENTS];
            Arrays.setAll(data, i -> CounterRandom.uniform(3, 1, 0, i));
            double[] noise = new double[EXAMPLES * samples * LATENTS];
            CounterRandom.gaussian(noise, 3, 2, draw);
            return new Batch(
                    scoped.create(data, new Shape(EXAMPLES, ELEMENTS)),
                    Map.of(Batch.NOISE, scoped.create(noise, new Shape(EXAMPLES * (long) samples, LATENTS))),
                    new Constants(manager, DataType.FLOAT64).within(scoped));
        }

        /** The loss, with gradients left on the parameters. */
        double backward(Objective objective, List<Term> terms, long draw) {
            try (NDManager scoped = manager.newSubManager()) {
                Batch examples = batch(scoped, objective.samples(), draw);
                Batch batch = examples.ofSamples();
                Batch input = objective
                        .pathScale()
                        .map(scale -> {
                            VaeOutput output = vae.forward(examples, true);
                            return examples.with(
                                    Batch.PATH_SCALE, scale.of(priced(terms, batch, output), batch, output));
                        })
                        .orElse(examples);
                try (GradientCollector collector = scoped.getEngine().newGradientCollector()) {
                    VaeOutput output = vae.forward(input, true);
                    NDArray loss = objective.loss(priced(terms, batch, output), batch, output);
                    collector.backward(loss);
                    return loss.toDoubleArray()[0];
                }
            }
        }

        double loss(Objective objective, List<Term> terms, long draw) {
            try (NDManager scoped = manager.newSubManager()) {
                Batch examples = batch(scoped, objective.samples(), draw);
                VaeOutput output = vae.forward(examples, true);
                Batch batch = examples.ofSamples();
                return objective.loss(priced(terms, batch, output), batch, output)
                        .toDoubleArray()[0];
            }
        }

        /** SSE and ln p(z) − ln q(z|x) of every sample, computed in Java. */
        double[][] parts(int samples, long draw) {
            try (NDManager scoped = manager.newSubManager()) {
                Batch examples = batch(scoped, samples, draw);
                VaeOutput output = vae.forward(examples, true);
                double[] data = examples.data().toDoubleArray();
                double[] decoded = output.decoded().toDoubleArray();
                double[] mean = output.mean().toDoubleArray();
                double[] logVariance = output.logVariance().toDoubleArray();
                double[] latent = output.latent().toDoubleArray();
                double[][] parts = new double[EXAMPLES * samples][2];
                for (int row = 0; row < parts.length; row++) {
                    for (int i = 0; i < ELEMENTS; i++) {
                        parts[row][0] += Math.pow(data[row / samples * ELEMENTS + i] - decoded[row * ELEMENTS + i], 2);
                    }
                    for (int j = row * LATENTS; j < (row + 1) * LATENTS; j++) {
                        parts[row][1] += -latent[j] * latent[j] / 2
                                + Math.pow(latent[j] - mean[j], 2) / (2 * Math.exp(logVariance[j]))
                                + logVariance[j] / 2;
                    }
                }
                return parts;
            }
        }

        Map<String, double[]> gradients() {
            Map<String, double[]> gradients = new LinkedHashMap<>();
            vae.parameters()
                    .forEach((path, array) ->
                            gradients.put(path, array.getGradient().toDoubleArray()));
            clear();
            return gradients;
        }

        private void clear() {
            vae.parameters().values().forEach(array -> {
                try (NDArray gradient = array.getGradient()) {
                    gradient.subi(gradient.duplicate());
                }
            });
        }

        @Override
        public void close() {
            manager.close();
        }
    }

    /** A term with its weight. */
    private record Term(LossTerm term, double weight) {}

    private static List<Term> terms(double reconstruction, double beta) {
        return List.of(new Term(new SquaredError.Term(), reconstruction), new Term(new AnalyticKl.Term(), beta));
    }

    private static List<Objective.Priced> priced(List<Term> terms, Batch batch, VaeOutput output) {
        return terms.stream()
                .map(one -> {
                    Measure measure = one.term().measures().get(0);
                    NDArray values = one.term().measure(batch, output).get(0);
                    return new Objective.Priced(
                            one.term(),
                            new Measured(measure, values, batch.constants()),
                            Penalty.weighted(),
                            Price.of(one.weight()));
                })
                .toList();
    }

    /** −β·ln (1/K) Σ exp(−w·SSE/β + ln p − ln q) of consecutive samples, averaged. */
    private static double formula(double[][] parts, int samples, double weight, double beta) {
        double sum = 0;
        for (int from = 0; from < parts.length; from += samples) {
            double mean = Arrays.stream(parts, from, from + samples)
                    .mapToDouble(part -> Math.exp(-weight * part[0] / beta + part[1]))
                    .average()
                    .orElseThrow();
            sum -= beta * Math.log(mean);
        }
        return sum * samples / parts.length;
    }

    static Stream<Arguments> prices() {
        return Stream.of("MXNet", "PyTorch")
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, 1, 1), Arguments.of(engine, 1, 3), Arguments.of(engine, 0.5, 0.2)));
    }

    /** With a beta beside ln p − ln q inside the exponent, the value at 3 would be another one. */
    @ParameterizedTest
    @MethodSource("prices")
    void theLossHasTheVarianceOfTheDecoderInsideTheWeights(String engine, double weight, double beta) {
        try (Model model = new Model(engine)) {
            double[][] parts = model.parts(6, 0);
            double elbo = formula(parts, 1, weight, beta);
            double bound = formula(parts, 6, weight, beta);
            double groups = formula(parts, 2, weight, beta);
            List<Term> terms = terms(weight, beta);

            assertThat(model.loss(importanceWeighted(6), terms, 0)).isCloseTo(bound, within(1e-12));
            assertThat(model.loss(new SampledBound(6, 1, 0, true), terms, 0)).isCloseTo(bound, within(1e-12));
            assertThat(model.loss(new SampledBound(6, 3, 0, false), terms, 0)).isCloseTo(groups, within(1e-12));
            assertThat(model.loss(new SampledBound(6, 6, 0, false), terms, 0)).isCloseTo(elbo, within(1e-12));
            assertThat(model.loss(new SampledBound(6, 1, 1, false), terms, 0)).isCloseTo(elbo, within(1e-12));
            assertThat(model.loss(new SampledBound(6, 1, 0.3, false), terms, 0))
                    .isCloseTo(0.3 * elbo + 0.7 * bound, within(1e-12));
            assertThat(bound).isLessThan(groups).isLessThan(elbo);
        }
    }

    @ParameterizedTest
    @MethodSource("prices")
    void gradientsAgreeWithFiniteDifferences(String engine, double weight, double beta) {
        List<Term> terms = new ArrayList<>(terms(weight, beta));
        terms.add(new Term(new Means(), 0.7));
        try (Model model = new Model(engine)) {
            for (SampledBound bound : List.of(
                    importanceWeighted(1),
                    importanceWeighted(5),
                    new SampledBound(6, 3, 0, false),
                    new SampledBound(4, 1, 0.3, false))) {
                model.backward(bound, terms, 0);
                Map<String, double[]> gradients = model.gradients();
                model.vae
                        .parameters()
                        .forEach((path, array) -> assertThat(gradients.get(path))
                                .as("%s of %s", path, bound)
                                .containsExactly(differences(array, () -> model.loss(bound, terms, 0)), within(1e-7)));
            }
        }
    }

    private static double[] differences(NDArray array, DoubleSupplier loss) {
        double[] values = array.toDoubleArray();
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double[] moved = values.clone();
            moved[i] += 1e-5;
            array.set(DoubleBuffer.wrap(moved));
            double above = loss.getAsDouble();
            moved[i] -= 2e-5;
            array.set(DoubleBuffer.wrap(moved));
            differences[i] = (above - loss.getAsDouble()) / 2e-5;
        }
        array.set(DoubleBuffer.wrap(values));
        return differences;
    }

    /** A further term: the squares of the means. */
    private record Means() implements LossTerm {

        @Override
        public List<Measure> measures() {
            return List.of(Measure.of("means", Grain.LATENT_OF_EXAMPLE, "squares"));
        }

        @Override
        public List<NDArray> measure(Batch batch, VaeOutput output) {
            return List.of(output.mean().square());
        }
    }

    /** The sampled KL in place of the exact one has the same loss and the same gradient. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void oneSampleGivesTheElbo(String engine) {
        try (Model model = new Model(engine)) {
            List<Term> sampled = List.of(
                    new Term(new SquaredError.Term(), 1), new Term(new MonteCarloKl.Term(MonteCarloKl.Kind.K1), 1.7));
            double elbo = model.backward(new PricedSum.Sum(), sampled, 0);
            Map<String, double[]> expected = model.gradients();

            assertThat(model.backward(importanceWeighted(1), terms(1, 1.7), 0)).isCloseTo(elbo, within(1e-12));
            Map<String, double[]> found = model.gradients();

            expected.forEach((path, gradient) -> assertThat(found.get(path)).containsExactly(gradient, within(1e-12)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void atBeta0TheBestSampleCounts(String engine) {
        try (Model model = new Model(engine)) {
            double[][] parts = model.parts(6, 0);
            double best = 0;
            for (int from = 0; from < parts.length; from += 6) {
                best += Arrays.stream(parts, from, from + 6)
                                .mapToDouble(part -> part[0])
                                .min()
                                .orElseThrow()
                        / EXAMPLES;
            }
            assertThat(model.backward(importanceWeighted(6), terms(1, 0), 0)).isCloseTo(best, within(1e-12));
            Map<String, double[]> atZero = model.gradients();
            model.backward(importanceWeighted(6), terms(1, 1e-9), 0);
            Map<String, double[]> nearZero = model.gradients();
            atZero.forEach((path, gradient) -> assertThat(gradient).containsExactly(nearZero.get(path), within(1e-6)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theMeanLossFallsAsSamplesAreAdded(String engine) {
        try (Model model = new Model(engine)) {
            List<Double> losses = Stream.of(1, 2, 8, 32)
                    .map(samples -> mean(draw -> model.loss(importanceWeighted(samples), terms(1, 1), draw)))
                    .toList();
            assertThat(losses).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(losses.get(0)).isGreaterThan(losses.get(3) + 0.05);
        }
    }

    private static double mean(LongToDoubleFunction ofDraw) {
        return LongStream.range(0, 100).mapToDouble(ofDraw).average().orElseThrow();
    }

    /** The weights of the wrong sign would have the worst sample instead of the best count. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theGradientIsThatOfTheSamplesThatExplainTheDatumBest(String engine) {
        double[][] data = {{1, 0}};
        double[][] decoded = {{1, 0.1}, {-1, 2}, {0, -1}};
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine)) {
            NDArray prediction = array(manager, decoded);
            prediction.setRequiresGradient(true);
            NDArray zeros = array(manager, new double[3][1]);
            Batch batch = new Batch(
                            array(manager, data), Map.of(Batch.NOISE, zeros), new Constants(manager, DataType.FLOAT64))
                    .ofSamples();
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                VaeOutput output = new VaeOutput(zeros, zeros, zeros, prediction);
                collector.backward(importanceWeighted(3).loss(priced(terms(1, 0.5), batch, output), batch, output));
            }
            double[] gradient = prediction.getGradient().toDoubleArray();
            assertThat(gradient[1]).isCloseTo(0.2, within(0.01));
            assertThat(DoubleStream.of(gradient).skip(2)).allMatch(slope -> Math.abs(slope) < 0.1);
        }
    }

    private static NDArray array(NDManager manager, double[][] rows) {
        return manager.create(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), new Shape(rows.length, rows[0].length));
    }

    /** Of one draw it is another gradient; of many it is the same, with less noise in the encoder. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theDoublyReparameterizedGradientHasTheSameMeanAndLessNoise(String engine) {
        int draws = 500;
        List<Term> terms = terms(1, 1.5);
        try (Model model = new Model(engine)) {
            Map<String, Moments[]> plain = moments(model, importanceWeighted(8), terms, draws);
            Map<String, Moments[]> doubly = moments(model, new SampledBound(8, 1, 0, true), terms, draws);
            double noise = 0;
            double lessNoise = 0;
            for (String path : plain.keySet()) {
                for (int i = 0; i < plain.get(path).length; i++) {
                    Moments one = plain.get(path)[i];
                    Moments other = doubly.get(path)[i];
                    if (path.startsWith("encoder.")) {
                        noise += one.variance();
                        lessNoise += other.variance();
                        double deviation = Math.sqrt((one.variance() + other.variance()) / draws);
                        assertThat(other.mean()).as("%s[%d]", path, i).isCloseTo(one.mean(), within(4.5 * deviation));
                    } else {
                        assertThat(other.mean()).as("%s[%d]", path, i).isCloseTo(one.mean(), within(1e-9));
                    }
                }
            }
            assertThat(lessNoise).isLessThan(0.5 * noise);
        }
    }

    private record Moments(double mean, double variance) {}

    private static Map<String, Moments[]> moments(Model model, Objective objective, List<Term> terms, int draws) {
        Map<String, double[][]> sums = new LinkedHashMap<>();
        for (int draw = 0; draw < draws; draw++) {
            model.backward(objective, terms, draw);
            model.gradients().forEach((path, gradient) -> {
                double[][] both = sums.computeIfAbsent(path, p -> new double[gradient.length][2]);
                for (int i = 0; i < gradient.length; i++) {
                    both[i][0] += gradient[i] / draws;
                    both[i][1] += gradient[i] * gradient[i] / draws;
                }
            });
        }
        Map<String, Moments[]> moments = new LinkedHashMap<>();
        sums.forEach((path, both) -> moments.put(
                path,
                Arrays.stream(both)
                        .map(sum -> new Moments(sum[0], sum[1] - sum[0] * sum[0]))
                        .toArray(Moments[]::new)));
        return moments;
    }

    @Test
    void groupsMustDivideTheSamples() {
        Miwae uneven = Uneven.class.getAnnotation(Miwae.class);
        assertThatThrownBy(() -> new Miwae.Factory().create(uneven, Trial.facts(1)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("groups must divide the 8 samples, got 3");
    }

    @Miwae(groups = 3)
    private static final class Uneven {}
}
