package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.EngineTrial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNllTest {

    /** Elements: age 0, smoker 1, colour 2 to 4, height 5. */
    private static final List<Column> COLUMNS = List.of(
            new Column("age", List.of(), false, 0.6, 2),
            new Column("smoker", List.of(), true, 1, 0.5),
            new Column("colour", List.of("blue", "green", "red")),
            new Column("height", List.of(), false, 0, 1));

    @TableNll
    private static final class Asked {}

    private static final TableNll.Term TERM = new TableNll.Term(COLUMNS);
    private static final double[][] DATA = {{1, 1, 0, 1, 0, 0.5}, {-2, 0, 1, 0, 0, 0.25}};
    private static final double[][] DECODED = {{0.5, 0.3, 1, -1, 0.5, 0}, {-1, 2, 0.2, 0.1, -3, 1}};
    private static final double[][] LOG_VARIANCE = {{-1, 0.5}};

    private static Batch batch(EngineTrial trial, double[][] data, Map<String, NDArray> side) {
        return new Batch(trial.array(data), side, trial.constants());
    }

    private static VaeOutput output(EngineTrial trial, NDArray decoded, NDArray logVariance) {
        return new VaeOutput(decoded, decoded, decoded, decoded, Map.of("logVariance", logVariance), Optional.empty());
    }

    private static double gaussian(double error, double variance) {
        return 0.5 * (error * error / variance + Math.log(2 * Math.PI * variance));
    }

    private static double softmax(double[] row, int chosen) {
        double sum = Math.exp(row[2]) + Math.exp(row[3]) + Math.exp(row[4]);
        return -Math.log(Math.exp(row[2 + chosen]) / sum);
    }

    private static double[] numbers() {
        double age = 0.6 * 0.6 / 12 + Math.exp(-1);
        double height = 1e-6 + Math.exp(0.5);
        return new double[] {gaussian(0.5, age) + gaussian(0.5, height), gaussian(-1, age) + gaussian(-0.75, height)};
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void eachGroupIsTheSumOfItsColumns(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            List<NDArray> values = TERM.measure(
                    batch(trial, DATA, Map.of()), output(trial, trial.array(DECODED), trial.array(LOG_VARIANCE)));

            assertThat(TERM.measures())
                    .extracting(Measure::name)
                    .containsExactly("gaussianColumns", "bernoulliColumns", "categoricalColumns");
            assertThat(trial.doubles(values.get(0))).containsExactly(numbers(), within(1e-9));
            assertThat(trial.doubles(values.get(1)))
                    .containsExactly(new double[] {Math.log1p(Math.exp(-0.3)), Math.log1p(Math.exp(2))}, within(1e-9));
            assertThat(trial.doubles(values.get(2)))
                    .containsExactly(new double[] {softmax(DECODED[0], 1), softmax(DECODED[1], 0)}, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void missingValuesHaveNoPart(String engine) {
        double[][] zeroed = {{0, 1, 0, 0, 0, 0.5}, {-2, 0, 1, 0, 0, 0}};
        double[][] observed = {{0, 1, 0, 0, 0, 1}, {1, 0, 1, 1, 1, 0}};
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            List<NDArray> values = TERM.measure(
                    batch(trial, zeroed, Map.of(Batch.OBSERVED, trial.array(observed))),
                    output(trial, trial.array(DECODED), trial.array(LOG_VARIANCE)));

            double age = 0.6 * 0.6 / 12 + Math.exp(-1);
            assertThat(trial.doubles(values.get(0)))
                    .containsExactly(
                            new double[] {gaussian(0.5, 1e-6 + Math.exp(0.5)), gaussian(-1, age)}, within(1e-9));
            assertThat(trial.doubles(values.get(1)))
                    .containsExactly(new double[] {Math.log1p(Math.exp(-0.3)), 0}, within(1e-9));
            assertThat(trial.doubles(values.get(2)))
                    .containsExactly(new double[] {0, softmax(DECODED[1], 0)}, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theVarianceHasAGradient(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            NDArray logVariance = trial.array(LOG_VARIANCE);
            NDArray decoded = trial.array(DECODED);
            logVariance.setRequiresGradient(true);
            decoded.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine(engine).newGradientCollector()) {
                NDArray sum = TERM.measure(batch(trial, DATA, Map.of()), output(trial, decoded, logVariance)).stream()
                        .map(values -> trial.constants().meanOverRows(values))
                        .reduce(NDArray::add)
                        .orElseThrow();
                collector.backward(sum);
            }
            double[] gradient = trial.doubles(logVariance.getGradient());
            double step = 1e-6;
            for (int i = 0; i < 2; i++) {
                double expected = (mean(trial, i, step) - mean(trial, i, -step)) / (2 * step);
                assertThat(gradient[i]).isCloseTo(expected, within(1e-6));
            }
            assertThat(trial.doubles(decoded.getGradient())).doesNotContain(0);
        }
    }

    private static double mean(EngineTrial trial, int moved, double by) {
        double[][] logVariance = {LOG_VARIANCE[0].clone()};
        logVariance[0][moved] += by;
        double[] values = trial.doubles(TERM.measure(
                        batch(trial, DATA, Map.of()), output(trial, trial.array(DECODED), trial.array(logVariance)))
                .get(0));
        return (values[0] + values[1]) / 2;
    }

    /** Without the floor, a column of two values that is coded exactly would be worth any number of nats. */
    @Test
    void aColumnThatIsCodedExactlyIsWorthNoMoreThanItsRounding() {
        try (EngineTrial trial = new EngineTrial("PyTorch", DataType.FLOAT64)) {
            double[] exact =
                    trial.doubles(TERM.measure(
                                    batch(trial, DATA, Map.of()),
                                    output(trial, trial.array(DATA), trial.array(new double[][] {{-300, 0}})))
                            .get(0));
            assertThat(exact[0]).isCloseTo(gaussian(0, 0.6 * 0.6 / 12) + gaussian(0, 1 + 1e-6), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void predictionsAreNumbersAndProbabilities(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            double[] predicted = trial.doubles(TERM.prediction(trial.array(DECODED), trial.constants()));
            assertThat(predicted[0]).isEqualTo(0.5);
            assertThat(predicted[1]).isCloseTo(1 / (1 + Math.exp(-0.3)), within(1e-9));
            assertThat(predicted[3]).isCloseTo(Math.exp(-softmax(DECODED[0], 1)), within(1e-9));
            assertThat(predicted[2] + predicted[3] + predicted[4]).isCloseTo(1, within(1e-9));
            assertThat(predicted[5]).isEqualTo(0);
        }
    }

    /** Visits have a variance of no more than their mean; calls have more. */
    private static final TableNll.Term COUNTS = new TableNll.Term(List.of(
            new Column("visits", List.of(), false, 1, 1, OptionalDouble.of(0)),
            new Column("calls", List.of(), false, 1, 1, OptionalDouble.of(0.5))));

    private static List<NDArray> ofCounts(EngineTrial trial, double[][] counts, NDArray logDispersion) {
        double[][] decoded = new double[counts.length][];
        Arrays.fill(decoded, new double[] {0.7, -0.2});
        NDArray logMeans = trial.array(decoded);
        return COUNTS.measure(
                batch(trial, counts, Map.of()),
                new VaeOutput(
                        logMeans,
                        logMeans,
                        logMeans,
                        logMeans,
                        Map.of("logDispersion", logDispersion),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void probabilitiesOfCountsAddUpAndHaveTheirMeanAndDispersion(String engine) {
        double[][] counts = new double[400][];
        Arrays.setAll(counts, n -> new double[] {n, n});
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            List<NDArray> nats = ofCounts(trial, counts, trial.array(new double[][] {{Math.log(0.8 - 1e-3)}}));
            assertThat(COUNTS.measures())
                    .extracting(Measure::name)
                    .containsExactly("poissonColumns", "negativeBinomialColumns");
            for (int group = 0; group < 2; group++) {
                double[] moments = new double[3];
                double[] ofGroup = trial.doubles(nats.get(group));
                for (int n = 0; n < ofGroup.length; n++) {
                    for (int power = 0; power < 3; power++) {
                        moments[power] += Math.pow(n, power) * Math.exp(-ofGroup[n]);
                    }
                }
                double mean = Math.exp(20 * Math.tanh((group == 0 ? 0.7 : -0.2) / 20));
                assertThat(moments[0]).isCloseTo(1, within(1e-9));
                assertThat(moments[1]).isCloseTo(mean, within(1e-9));
                assertThat(moments[2] - mean * mean)
                        .isCloseTo(mean + (group == 0 ? 0 : 0.8) * mean * mean, within(1e-9));
            }
            double[] predicted =
                    trial.doubles(COUNTS.prediction(trial.array(new double[][] {{0.7, -0.2}}), trial.constants()));
            assertThat(predicted[1]).isCloseTo(Math.exp(20 * Math.tanh(-0.01)), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theDispersionHasAGradient(String engine) {
        double[][] counts = {{1, 4}, {0, 7}, {3, 0}};
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            NDArray logDispersion = trial.array(new double[][] {{-0.3}});
            logDispersion.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine(engine).newGradientCollector()) {
                collector.backward(trial.constants()
                        .meanOverRows(ofCounts(trial, counts, logDispersion).get(1)));
            }
            double[] moved = new double[2];
            for (int side = 0; side < 2; side++) {
                double[][] at = {{-0.3 + (side == 0 ? -1e-5 : 1e-5)}};
                moved[side] = Arrays.stream(trial.doubles(
                                ofCounts(trial, counts, trial.array(at)).get(1)))
                        .average()
                        .orElseThrow();
            }
            assertThat(trial.doubles(logDispersion.getGradient())[0])
                    .isCloseTo((moved[1] - moved[0]) / 2e-5, within(1e-6))
                    .isNotZero();
        }
    }

    @Test
    void marginalsOfCountsHaveTheMeanAndDispersionOfTheTrainingSplit() {
        Split training = new Split(new float[] {1, 0, 3, 9, 2, 0}, 2, new int[0]);
        Split other = new Split(new float[] {2, 4}, 2, new int[0]);
        double mean = 3 + 0.5 / 3;

        Map<String, Double> marginals = COUNTS.marginals(training, other);

        assertThat(COUNTS.learned()).containsExactly(Map.entry("logDispersion", List.of(Math.log(0.5))));
        assertThat(COUNTS.compared()).hasValue(new boolean[2]);
        assertThat(marginals.get("poissonColumns")).isCloseTo(Counts.poisson(2, 2 + 0.5 / 3), within(1e-9));
        assertThat(marginals.get("negativeBinomialColumns"))
                .isCloseTo(Counts.negativeBinomial(4, mean, (18 - mean) / (mean * mean)), within(1e-9));
        assertThat(COUNTS.refused(training)).isEmpty();
        assertThat(COUNTS.refused(new Split(new float[] {1, 2.5f}, 2, new int[0])))
                .hasValueSatisfying(text -> assertThat(text).contains("must have counts in column calls, got 2.5"));
    }

    @Test
    void squaredErrorsAreThoseOfNumbers() {
        assertThat(TERM.compared()).hasValue(new boolean[] {true, false, false, false, false, true});
        assertThat(TERM.decoderVariance(1)).isEmpty();
        assertThat(TERM.learned()).containsExactly(Map.entry("logVariance", List.of(2 * Math.log(2), 0.0)));
    }

    @Test
    void marginalsAreThoseOfTheTrainingSplit() {
        float gap = Float.NaN;
        Split training =
                new Split(new float[] {1, 1, 0, 1, 0, 2, -1, 1, 1, 0, 0, 4, gap, 0, 0, 1, 0, 6}, 6, new int[0]);
        Split other = new Split(new float[] {2, 0, 0, 0, 1, gap}, 6, new int[0]);

        Map<String, Double> marginals = TERM.marginals(training, other);

        assertThat(marginals.get("gaussianColumns")).isCloseTo(gaussian(2, 1), within(1e-9));
        assertThat(marginals.get("bernoulliColumns")).isCloseTo(-Math.log(1 - 2.5 / 4), within(1e-9));
        assertThat(marginals.get("categoricalColumns")).isCloseTo(-Math.log(0.5 / 4.5), within(1e-9));
        assertThat(TERM.ofBestConstant(training, other).orElseThrow()[0])
                .isCloseTo(
                        marginals.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum(),
                        within(1e-9));
    }

    @Test
    void standardizedCategoriesAreRefused() {
        assertThat(TERM.refused(new Split(new float[] {9, 1, 0, 1, 0, 7}, 6, new int[0])))
                .isEmpty();
        assertThat(TERM.refused(new Split(new float[] {9, 1, 0, 0.5f, 0, 7}, 6, new int[0])))
                .contains("must have 0 or 1 in column colour, got 0.5 in example 0 (counted from 0); leave such columns"
                        + " without preprocessing");
        TableNll asked = Asked.class.getAnnotation(TableNll.class);
        Facts images = new Facts(Optional.of(new DataFacts(9, 9, List.of(1, 2, 2), Optional.empty())), 3, 1, 0);
        assertThatThrownBy(() -> new TableNll.Factory().create(asked, images))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("a table whose columns have names");
    }
}
