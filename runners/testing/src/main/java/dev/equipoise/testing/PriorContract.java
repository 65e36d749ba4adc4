package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Learned;
import dev.equipoise.objective.Mixture;
import dev.equipoise.objective.Prior;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules for every prior, on both engines. A test class extends this class and provides the prior. The engines must be on the
 * class path of the tests.
 */
public abstract class PriorContract {

    /** Latents M of the prior under test. */
    protected static final int LATENTS = 2;

    /** Elements N of a datum. */
    protected static final int ELEMENTS = 4;

    private static final int EXAMPLES = 5;

    /** The prior under test, of {@link #LATENTS} latents for data of {@link #ELEMENTS} elements. */
    protected abstract Prior prior();

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theMixtureHasAGaussianForEachComponentAndWeightsThatAddUpToOne(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Mixture mixture = mixture(arrays(trial), trial.constants());
            Shape shape = new Shape(prior().components(), LATENTS);
            assertThat(mixture.mean().getShape()).isEqualTo(shape);
            assertThat(mixture.logVariance().getShape()).isEqualTo(shape);
            assertThat(Arrays.stream(trial.doubles(mixture.logWeight()))
                            .map(Math::exp)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aPriorThatIsNotTheStandardNormalLearnsAndItsNumbersBeginTheSame(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            assertThat(prior().learned().isEmpty()).isEqualTo(prior().standardNormal());
            Map<String, NDArray> again = arrays(trial);
            arrays(trial)
                    .forEach((name, array) -> assertThat(trial.doubles(array))
                            .as(name)
                            .isEqualTo(trial.doubles(Learned.in(again, name))));
        }
    }

    /** The log-density moves with every number that is learned, as central differences say. */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theGradientByWhatIsLearnedAgreesWithCentralDifferences(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            Map<String, NDArray> arrays = arrays(trial);
            NDArray latents = latents(trial);
            arrays.values().forEach(array -> array.setRequiresGradient(true));
            if (!arrays.isEmpty()) {
                try (GradientCollector collector = trial.collector()) {
                    collector.backward(logDensity(arrays, latents, trial.constants()));
                }
            }
            arrays.forEach((name, array) -> {
                double[] gradient = trial.doubles(array.getGradient());
                double[] values = trial.doubles(array);
                for (int i = 0; i < gradient.length; i++) {
                    double above = at(trial, arrays, name, values, i, 1e-5);
                    double below = at(trial, arrays, name, values, i, -1e-5);
                    assertThat(gradient[i]).as(name).isCloseTo((above - below) / 2e-5, within(1e-7));
                }
                assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow())
                        .as("the largest gradient of " + name)
                        .isGreaterThan(1e-6);
            });
        }
    }

    private double at(
            EngineTrial trial, Map<String, NDArray> arrays, String name, double[] values, int index, double by) {
        double[][] moved = {values.clone()};
        moved[0][index] += by;
        Map<String, NDArray> others = new LinkedHashMap<>(arrays);
        others.put(name, trial.array(moved).reshape(Learned.in(arrays, name).getShape()));
        return trial.doubles(logDensity(others, latents(trial), trial.constants()))[0];
    }

    private NDArray logDensity(Map<String, NDArray> arrays, NDArray latents, Constants constants) {
        return constants.meanOverRows(mixture(arrays, constants).logDensity(latents, constants));
    }

    private Mixture mixture(Map<String, NDArray> arrays, Constants constants) {
        return prior().mixture(arrays, input -> encoded(input, constants), constants);
    }

    /** An encoder that depends on every element. */
    private static NDList encoded(NDArray input, Constants constants) {
        NDArray first = input.get(new NDIndex(":, :{}", LATENTS));
        NDArray others = input.get(new NDIndex(":, {}:", ELEMENTS - LATENTS));
        return new NDList(first.tanh(), others.tanh().sub(constants.fixed(1)));
    }

    private Map<String, NDArray> arrays(EngineTrial trial) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Learned numbers : prior().learned()) {
            arrays.put(numbers.name(), trial.learned(numbers));
        }
        return arrays;
    }

    private static NDArray latents(EngineTrial trial) {
        Random random = new Random(1);
        double[][] latents = new double[EXAMPLES][LATENTS];
        for (double[] row : latents) {
            Arrays.setAll(row, column -> random.nextGaussian());
        }
        return trial.array(latents);
    }
}
