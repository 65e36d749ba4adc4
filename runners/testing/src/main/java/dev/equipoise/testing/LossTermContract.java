package dev.equipoise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.run.LatentPrior;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules for every term of one measure, on both engines. A test class extends this class and provides the term and its formula. The
 * engines must be on the class path of the tests.
 */
public abstract class LossTermContract {

    /** The term under test. */
    protected abstract LossTerm term();

    /** The prior of the output; N(0, I) unless a test overrides it. */
    protected Optional<LatentPrior> prior() {
        return Optional.empty();
    }

    private EngineTrial trial(String engine, DataType type) {
        EngineTrial trial = new EngineTrial(engine, type);
        prior().ifPresent(trial::compareWith);
        return trial;
    }

    /** The input for a seed; a term that reads samples of the latents overrides it to give them noise. */
    protected Sample sample(long seed) {
        return Sample.random(seed);
    }

    /** The measure's values by the formula of its source, in float64, row by row. */
    protected abstract double[] formula(Sample sample);

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theValuesHaveTheShapeOfTheirGrain(String engine) {
        try (EngineTrial trial = trial(engine, DataType.FLOAT32)) {
            Sample sample = sample(1);
            List<NDArray> values = term().measure(trial.batch(sample), trial.output(sample));
            assertThat(values).hasSameSizeAs(term().measures());
            Grain grain = term().measures().get(0).grain();
            assertThat(values.get(0).getShape())
                    .isEqualTo(
                            switch (grain) {
                                case LATENT_OF_EXAMPLE -> new Shape(3, 2);
                                case EXAMPLE -> new Shape(3, 1);
                                case LATENT -> new Shape(1, 2);
                                case BATCH -> new Shape(1, 1);
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theValuesAreThoseOfTheFormula(String engine) {
        for (long seed = 1; seed <= 5; seed++) {
            Sample sample = sample(seed);
            double[] expected = formula(sample);
            try (EngineTrial exact = trial(engine, DataType.FLOAT64);
                    EngineTrial single = trial(engine, DataType.FLOAT32)) {
                assertThat(exact.values(term(), sample)).containsExactly(expected, within(1e-12));
                assertThat(single.values(term(), sample)).containsExactly(expected, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theGradientAgreesWithCentralDifferences(String engine) {
        try (EngineTrial trial = trial(engine, DataType.FLOAT64)) {
            Sample sample = sample(3);
            List<double[]> gradients = trial.gradients(term(), sample, () -> {});
            for (int input = 0; input < gradients.size(); input++) {
                assertThat(gradients.get(input)).containsExactly(differences(trial, sample, input), within(1e-7));
            }
        }
    }

    /**
     * A temporary array that backward still reads must not be freed earlier. Operations with a Java number have this
     * fault.
     */
    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void aGarbageCollectionBeforeBackwardChangesNoGradient(String engine) {
        try (EngineTrial trial = trial(engine, DataType.FLOAT32)) {
            Sample sample = sample(4);
            List<double[]> calm = trial.gradients(term(), sample, () -> {});
            for (int repetition = 0; repetition < 3; repetition++) {
                List<double[]> collected = trial.gradients(term(), sample, LossTermContract::collectGarbage);
                assertThat(collected).usingRecursiveComparison().isEqualTo(calm);
            }
        }
    }

    private double[] differences(EngineTrial trial, Sample sample, int input) {
        double step = 1e-5;
        double[][] rows = sample.input(input);
        double[] differences = new double[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < rows[row].length; column++) {
                double above = trial.loss(term(), sample.moved(input, row, column, step));
                double below = trial.loss(term(), sample.moved(input, row, column, -step));
                differences[row * rows[row].length + column] = (above - below) / (2 * step);
            }
        }
        return differences;
    }

    private static void collectGarbage() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            byte[][] rubbish = new byte[64][1 << 16];
            rubbish[round][0] = 1;
        }
    }
}
