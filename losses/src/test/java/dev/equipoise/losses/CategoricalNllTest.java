package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.testing.EngineTrial;
import dev.equipoise.testing.LossTermContract;
import dev.equipoise.testing.Sample;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoricalNllTest extends LossTermContract {

    /** Two channels of three pixels, before two more. */
    private static final CategoricalNll.Term IMAGE = new CategoricalNll.Term(2, 3);

    private static final int[][] PIXELS = {{0, 3}, {1, 4}, {2, 5}, {6, 9}, {7, 10}, {8, 11}};

    @Override
    protected Reconstruction term() {
        return new CategoricalNll.Term(2, 1);
    }

    @Override
    protected double[] formula(Sample sample) {
        double[] sums = new double[sample.data().length];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = nll(sample.data()[row], sample.decoded()[row], new int[][] {{0, 1}, {2, 3}});
        }
        return sums;
    }

    private static double nll(double[] data, double[] logits, int[][] groups) {
        double sum = 0;
        for (int[] group : groups) {
            double normaliser = 0;
            for (int element : group) {
                normaliser += Math.exp(logits[element]);
            }
            for (int element : group) {
                sum -= data[element] * Math.log(Math.exp(logits[element]) / normaliser);
            }
        }
        return sum;
    }

    @Test
    void itIsInNatsPerExampleAndIsNoGaussianDecoder() {
        assertThat(term().measures())
                .containsExactly(new Measure("categoricalNll", Grain.EXAMPLE, "nats per example", 1));
        assertThat(term().separable()).isTrue();
        assertThat(term().decoderVariance(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void theProbabilitiesOfAllCategoriesAddUpToOneAndAreThePredictions(String engine) {
        CategoricalNll.Term three = new CategoricalNll.Term(3, 1);
        double[] logits = {0.5, -2, 1.5};
        double[][] same = {logits, logits, logits};
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            double[] nll =
                    trial.values(three, new Sample(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, same, same, same));
            double[] predicted =
                    trial.doubles(three.prediction(trial.array(new double[][] {logits}), trial.constants()));
            assertThat(Math.exp(-nll[0]) + Math.exp(-nll[1]) + Math.exp(-nll[2]))
                    .isCloseTo(1, within(1e-12));
            for (int category = 0; category < 3; category++) {
                assertThat(predicted[category]).isCloseTo(Math.exp(-nll[category]), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void inAnImageNeighbouringChannelsOfAPixelAreAGroup(String engine) {
        double[] data = {1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0};
        double[] logits = {3, -1, 0.5, 0.2, 2, 1, -0.4, 0.3, 0, 1, 7, -3};
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT64)) {
            double[][] rows = {logits};
            assertThat(trial.values(IMAGE, new Sample(new double[][] {data}, rows, rows, rows))[0])
                    .isCloseTo(nll(data, logits, PIXELS), within(1e-12));
            NDArray predicted = IMAGE.prediction(trial.array(rows), trial.constants());
            double[] probabilities = trial.doubles(predicted);
            for (int[] pixel : PIXELS) {
                assertThat(probabilities[pixel[0]] + probabilities[pixel[1]]).isCloseTo(1, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MXNet", "PyTorch"})
    void extremeLogitsStayFinite(String engine) {
        try (EngineTrial trial = new EngineTrial(engine, DataType.FLOAT32)) {
            double[][] logits = {{1e4, -1e4}};
            Sample likely = new Sample(new double[][] {{1, 0}}, logits, logits, logits);
            Sample unlikely = new Sample(new double[][] {{0, 1}}, logits, logits, logits);
            assertThat(trial.values(term(), likely)[0]).isZero();
            assertThat(trial.values(term(), unlikely)[0]).isCloseTo(2e4, within(1.0));
            assertThat(trial.gradients(term(), unlikely, () -> {}).get(2)).containsExactly(1, -1);
        }
    }

    @Test
    void whatIsNotOneHotIsRefusedByItsPlace() {
        assertThat(term().refused(new Split(new float[] {1, 0, 0, 1}, 4, new int[0])))
                .isEmpty();
        assertThat(term().refused(new Split(new float[] {1, 0, 0, 1, 1, 0, 0.5f, 0.5f}, 4, new int[0])))
                .contains("must be one-hot, each value 0 or 1, got 0.5 in example 1, element 2 (both counted from 0),"
                        + " the first of 2 such values");
        assertThat(term().refused(new Split(new float[] {1, 0, 0, 1, 1, 0, 0, 0}, 4, new int[0])))
                .contains("must be one-hot, one 1 in each group of 2 elements, got 0 in example 1, in the group that"
                        + " begins at element 2 (both counted from 0)");
    }

    @Test
    void inAnImageTheGroupOfAPixelIsNamed() {
        float[] sound = {1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0};
        float[] twice = {1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0};
        assertThat(IMAGE.refused(new Split(sound, 12, new int[0]))).isEmpty();
        assertThat(IMAGE.refused(new Split(twice, 12, new int[0])).orElseThrow())
                .contains("got 2 in example 0, in the group that begins at element 7 ");
    }

    @Test
    void codesSaveTheEntropiesOfTheFrequencies() {
        Split quarters = new Split(new float[] {1, 0, 1, 0, 1, 0, 0, 1}, 2, new int[0]);
        double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
        assertThat(term().saving(quarters)).isCloseTo(entropy, within(1e-12));
        float[] thirds = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        assertThat(new CategoricalNll.Term(3, 1).saving(new Split(thirds, 3, new int[0])))
                .isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void theBestConstantHasTheFrequenciesWithHalfAnExampleOfEachCategory() {
        Split training = new Split(new float[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0}, 3, new int[0]);
        Split split = new Split(new float[] {1, 0, 0, 0, 0, 1}, 3, new int[0]);
        double[] constant =
                new CategoricalNll.Term(3, 1).ofBestConstant(training, split).orElseThrow();
        assertThat(constant).containsExactly(new double[] {-Math.log(3.5 / 5.5), -Math.log(0.5 / 5.5)}, within(1e-12));
    }

    @CategoricalNll(classes = 3)
    private static final class Three {}

    @Test
    void classesDivideTheColumnsOfATableAndTheChannelsOfAnImage() {
        assertThat(create(List.of(6))).isEqualTo(new CategoricalNll.Term(3, 1));
        assertThat(create(List.of(6, 4, 5))).isEqualTo(new CategoricalNll.Term(3, 20));
        assertThatThrownBy(() -> create(List.of(7)))
                .isInstanceOf(InvalidPartException.class)
                .hasMessage(
                        "classes must divide the 7 columns of the table, got 3; every category must be one-hot in as"
                                + " many elements");
        assertThatThrownBy(() -> create(List.of(4, 3, 3)))
                .hasMessageStartingWith("classes must divide the 4 channels of an image, got 3");
    }

    private static Reconstruction create(List<Integer> shape) {
        CategoricalNll annotation = Objects.requireNonNull(Three.class.getAnnotation(CategoricalNll.class));
        DataFacts data = new DataFacts(100, 10, shape, Optional.empty());
        return new CategoricalNll.Factory().create(annotation, new Facts(Optional.of(data), 10, 1, 0));
    }
}
