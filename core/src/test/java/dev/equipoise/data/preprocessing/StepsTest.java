package dev.equipoise.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.Dataset;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Scale;
import dev.equipoise.data.Split;
import dev.equipoise.data.Standardize;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preprocessing step: its values, what it declares, and what undoing it gives. */
class StepsTest {

    private static final ValueRange BYTES = new ValueRange(0, 255);

    private record Fixed(DataFacts facts, Dataset load) implements DataSource {}

    /** Images with values 0 to 255, the same in both splits. */
    private static DataSource images(int channels, int height, int width, int examples) {
        float[] values = new float[examples * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = CounterRandom.below(256, 5, CounterRandom.Stream.DATA, 0, i);
        }
        Split split = new Split(values, channels * height * width, new int[0]);
        return new Fixed(
                new DataFacts(examples, examples, List.of(channels, height, width), Optional.of(BYTES)),
                new Dataset(split, split));
    }

    private static DataSource table(int columns, float... values) {
        Split split = new Split(values, columns, new int[0]);
        return new Fixed(
                new DataFacts(split.examples(), split.examples(), List.of(columns), Optional.empty()),
                new Dataset(split, split));
    }

    private static float[] after(DataSource source, Preprocessing... steps) {
        return PreprocessedData.load(source, List.of(steps))
                .dataset()
                .training()
                .values();
    }

    private static DataSource row(float... values) {
        Split split = new Split(values, values.length, new int[0]);
        return new Fixed(
                new DataFacts(1, 1, List.of(1, 1, values.length), Optional.of(BYTES)), new Dataset(split, split));
    }

    @Test
    void fixedMeansAndDeviationsAreUsedAsTheyAre() {
        assertThat(after(row(0, 100, 255), new Normalize.Step(0, List.of(100.0), List.of(50.0))))
                .containsExactly(-2, 0, 3.1f);
        assertThat(after(table(2, 1, 2, 3, 4), new Normalize.Step(0, List.of(1.0, 2.0), List.of(2.0, 4.0))))
                .containsExactly(0, 0, 1, 0.5f);
        assertThat(after(images(3, 1, 1, 2), new Normalize.Step(0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))))
                .isEqualTo(images(3, 1, 1, 2).load().training().values());
        assertThatThrownBy(() -> after(images(3, 2, 2, 1), new Normalize.Step(0, List.of(0.0, 1.0), List.of(1.0))))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContaining("1 value each, 3 (one for each channel) or 12", "got 2 and 1");
    }

    @Test
    void countsStayExact() {
        Split split = new Split(Rows.of(new double[] {16_777_217, 3}, 1), new int[0]);
        Fixed source = new Fixed(new DataFacts(2, 2, List.of(1), Optional.empty()), new Dataset(split, split));

        PreprocessedData data = PreprocessedData.load(
                source, List.of(new Unchanged.Step(0), new Normalize.Step(1, List.of(16_777_216.0), List.of(1.0))));

        assertThat(data.dataset().training().values()).containsExactly(1, -16_777_213);
        assertThat(PreprocessedData.Units.of(data).logJacobian(data.dataset().training()))
                .isZero();
    }

    @Test
    void theLeastAndTheLargestBecomeZeroAndOne() {
        DataSource source = table(2, 2, 7, 4, 7, 3, 7);
        assertThat(after(source, new MinMax.Step(Standardize.Per.AUTO, false, 0)))
                .containsExactly(0, 0, 1, 0, 0.5f, 0);
        assertThat(after(source, new MinMax.Step(Standardize.Per.DATASET, false, 0)))
                .containsExactly(new float[] {0, 1, 0.4f, 1, 0.2f, 1}, within(1e-6f));
        assertThatThrownBy(() -> after(source, new MinMax.Step(Standardize.Per.CHANNEL, false, 0)))
                .hasMessageContaining("set minMax.per");
    }

    @Test
    void valuesBeyondTheTrainingSplitAreClippedOnRequestAlone() {
        Fixed source = new Fixed(
                new DataFacts(2, 2, List.of(1), Optional.empty()),
                new Dataset(
                        new Split(new float[] {0, 10}, 1, new int[0]), new Split(new float[] {-5, 20}, 1, new int[0])));

        PreprocessedData plain =
                PreprocessedData.load(source, List.of(new MinMax.Step(Standardize.Per.AUTO, false, 0)));
        PreprocessedData clipped =
                PreprocessedData.load(source, List.of(new MinMax.Step(Standardize.Per.AUTO, true, 0)));

        assertThat(plain.dataset().validation().values()).containsExactly(-0.5f, 2);
        assertThat(plain.facts().range()).isEmpty();
        assertThat(PreprocessedData.Units.missing(plain)).isEmpty();
        assertThat(clipped.dataset().validation().values()).containsExactly(0, 1);
        assertThat(clipped.facts().range()).contains(new ValueRange(0, 1));
        assertThat(PreprocessedData.Units.missing(clipped))
                .contains("the preprocessing step MinMax states no slope for each element");
    }

    @Test
    void aThresholdIsAShareOfTheDeclaredRange() {
        assertThat(after(row(0, 127, 128, 255), new Binarize.Step(0.5, 0))).containsExactly(0, 0, 1, 1);
        assertThat(after(row(0, 127, 128, 255), new Scale.Step(0, Optional.empty()), new Binarize.Step(0.1, 1)))
                .containsExactly(0, 1, 1, 1);
        assertThatThrownBy(() -> after(table(1, 0, 1), new Binarize.Step(0.5, 0)))
                .hasMessage("@Binarize must follow data that declares its range, got data without one; put a step that"
                        + " states a range before it");
    }

    @Test
    void theLogitFollowsItsFormula() {
        float[] values = after(row(0, 51, 255), new Logit.Step(0.05, 0));

        assertThat(values[0]).isCloseTo((float) Math.log(0.05 / 0.95), within(1e-6f));
        double share = 0.05 + 0.9 * 0.2;
        assertThat(values[1]).isCloseTo((float) Math.log(share / (1 - share)), within(1e-6f));
        assertThat(values[2]).isCloseTo((float) Math.log(0.95 / 0.05), within(1e-6f));
    }

    @Test
    void imagesAreCutAndWidenedAroundTheirCentre() {
        Split split = new Split(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 12, new int[0]);
        Fixed source = new Fixed(new DataFacts(1, 1, List.of(1, 3, 4), Optional.of(BYTES)), new Dataset(split, split));

        assertThat(after(source, new Crop.Step(1, 2, 0))).containsExactly(6, 7);
        assertThat(after(source, new Crop.Step(2, 3, 0))).containsExactly(1, 2, 3, 5, 6, 7);
        assertThat(after(source, new Pad.Step(4, 5, 0)))
                .containsExactly(1, 2, 3, 4, 0, 5, 6, 7, 8, 0, 9, 10, 11, 12, 0, 0, 0, 0, 0, 0);
        assertThat(after(source, new Pad.Step(5, 6, 0), new Crop.Step(3, 4, 1))).isEqualTo(split.values());
        assertThat(PreprocessedData.load(source, List.of(new Crop.Step(1, 2, 0)))
                        .undo(new float[] {6, 7}))
                .containsExactly(0, 0, 0, 0, 0, 6, 7, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> after(source, new Crop.Step(4, 4, 0)))
                .hasMessageContaining("must not exceed the 3 x 4 of the images, got 4 x 4; set crop.height");
        assertThatThrownBy(() -> after(source, new Pad.Step(4, 3, 0)))
                .hasMessageContaining("must not be below the 3 x 4 of the images");
        assertThatThrownBy(() -> after(table(2, 1, 2), new Pad.Step(4, 3, 0)))
                .hasMessageContaining("must be used with images, got data of the shape [2]");
    }

    @Test
    void aResampledRampStaysARampAndAConstantStaysConstant() {
        float[] ramp = new float[64];
        for (int i = 0; i < 64; i++) {
            ramp[i] = i % 8;
        }
        Split split = new Split(ramp, 64, new int[0]);
        Fixed source = new Fixed(new DataFacts(1, 1, List.of(1, 8, 8), Optional.of(BYTES)), new Dataset(split, split));

        float[] half = after(source, new Resize.Step(4, 4, 0));
        assertThat(half).hasSize(16);
        for (int i = 0; i < 16; i++) {
            // Away from the edges, a pixel is the middle of the two that it covers.
            if (i % 4 == 1 || i % 4 == 2) {
                assertThat(half[i]).isCloseTo(2 * (i % 4) + 0.5f, within(1e-5f));
            }
            assertThat(half[i]).isCloseTo(half[i % 4], within(1e-5f));
        }
        assertThat(after(source, new Resize.Step(8, 8, 0))).containsExactly(ramp, within(1e-5f));
        float[] constant = after(row(7, 7, 7, 7, 7), new Resize.Step(3, 11, 0));
        assertThat(constant).hasSize(33);
        for (float value : constant) {
            assertThat(value).isCloseTo(7, within(1e-5f));
        }
    }

    @Test
    void greyHasTheWeightsOfTheStandard() {
        Split split = new Split(new float[] {100, 0, 0, 100, 0, 0}, 6, new int[0]);
        Fixed source = new Fixed(new DataFacts(1, 1, List.of(3, 1, 2), Optional.of(BYTES)), new Dataset(split, split));

        PreprocessedData data = PreprocessedData.load(source, List.of(new Grey.Step(0)));

        assertThat(data.dataset().training().values()).containsExactly(new float[] {29.9f, 58.7f}, within(1e-4f));
        assertThat(data.facts().shape()).containsExactly(1, 1, 2);
        assertThat(data.undo(new float[] {1, 2})).containsExactly(1, 2, 1, 2, 1, 2);
    }

    /** Rotated data with variances 9, 4, 1 and 0.25, and a constant column. */
    private static DataSource correlated() {
        int examples = 400;
        double[] deviations = {3, 2, 1, 0.5};
        float[] values = new float[examples * 5];
        for (int n = 0; n < examples; n++) {
            double[] z = new double[4];
            CounterRandom.gaussian(z, 3, CounterRandom.Stream.DATA, n);
            for (int k = 0; k < 4; k++) {
                z[k] *= deviations[k];
            }
            values[n * 5] = (float) (z[0] + z[1]);
            values[n * 5 + 1] = (float) (z[0] - z[1]);
            values[n * 5 + 2] = (float) (z[2] + 2 * z[3] + 1);
            values[n * 5 + 3] = (float) (z[2] - z[0]);
            values[n * 5 + 4] = 7;
        }
        return table(5, values);
    }

    @Test
    void whitenedComponentsHaveTheUnitCovariance() {
        Split training = PreprocessedData.load(correlated(), List.of(new Pca.Step(0, true, 0)))
                .dataset()
                .training();

        double[] covariance = training.covariance();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(covariance[i * 5 + j]).isCloseTo(i == j && i < 4 ? 1 : 0, within(1e-5));
            }
        }
        assertThat(training.means()).containsExactly(new double[5], within(1e-5));
    }

    @Test
    void componentsAloneKeepDistancesAndComeInTheirOrder() {
        DataSource source = correlated();
        PreprocessedData data = PreprocessedData.load(source, List.of(new Pca.Step(0, false, 0)));
        Split training = data.dataset().training();

        double[] covariance = training.covariance();
        for (int k = 1; k < 5; k++) {
            assertThat(covariance[k * 6]).isLessThanOrEqualTo(covariance[(k - 1) * 6]);
        }
        double before = Arrays.stream(source.load()
                        .training()
                        .squaredDistances(source.load().training().means()))
                .sum();
        double after = Arrays.stream(training.squaredDistances(new double[5])).sum();
        assertThat(after).isCloseTo(before, within(1e-5 * before));
        PreprocessedData.Units units = PreprocessedData.Units.of(data);
        assertThat(units.logJacobian(training)).isEqualTo(0);
    }

    @Test
    void whiteningHasTheJacobianOfTheCovariance() {
        PreprocessedData whitened = PreprocessedData.load(correlated(), List.of(new Pca.Step(0, true, 0)));
        PreprocessedData turned = PreprocessedData.load(correlated(), List.of(new Pca.Step(0, false, 0)));
        double[] covariance = turned.dataset().training().covariance();
        double logDeterminant = 0;
        for (int k = 0; k < 4; k++) {
            logDeterminant += Math.log(covariance[k * 6]);
        }

        PreprocessedData.Units units = PreprocessedData.Units.of(whitened);

        assertThat(units.elements()).isEqualTo(4);
        assertThat(units.logJacobian(whitened.dataset().training())).isCloseTo(-logDeterminant / 2, within(1e-4));
        // An error of 1 on the first component is an error of its deviation in the source.
        assertThat(units.sourceSum(new double[] {1, 0, 0, 0, 0})).isCloseTo(covariance[0], within(1e-3));
    }

    /** Any density after the steps, with their Jacobian, is one of the source's values: its integral is 1. */
    @Test
    void logitsHaveTheJacobianOfTheirDatum() {
        PreprocessedData data = PreprocessedData.load(
                row(0, 51, 255),
                List.of(
                        new Scale.Step(0, Optional.empty()),
                        new Logit.Step(1e-4, 10),
                        new Normalize.Step(20, List.of(0.3), List.of(2.0))));
        PreprocessedData.Units units = new PreprocessedData.Units(data.steps(), new boolean[] {true, true, false});
        double integral = 0;
        int cells = 20_000;
        for (int i = 0; i < cells; i++) {
            double value = 255 * (i + 0.5) / cells;
            float[] after = FittedPreprocessing.apply(data.steps(), new float[] {(float) value, 51, 255});
            double logJacobian = units.logJacobian(new Split(after, 3, new int[0]));
            double logNormal = -0.5 * (after[0] * after[0] + Math.log(2 * Math.PI));
            integral += Math.exp(logNormal + logJacobian) * 255 / cells;
        }
        double p = 1e-4 + (1 - 2e-4) * 0.2;
        double ofTheOther = (1 - 2e-4) / (255 * p * (1 - p) * 2);

        assertThat(integral / ofTheOther).isCloseTo(1, within(1e-3));
        assertThat(units.sourceSum(new double[3])).isNaN();
        assertThat(PreprocessedData.Units.missing(data)).isEmpty();
        float[] two = {0, 0, 0, 1, 0, 0};
        double mean = units.logJacobian(new Split(two, 3, new int[0]));
        double first = units.logJacobian(new Split(new float[3], 3, new int[0]));
        double second = units.logJacobian(new Split(new float[] {1, 0, 0}, 3, new int[0]));
        assertThat(mean).isCloseTo((first + second) / 2, within(1e-9));
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void fewComponentsGiveTheNearestDataAndNoUnits() {
        DataSource source = correlated();
        PreprocessedData data = PreprocessedData.load(source, List.of(new Pca.Step(2, true, 0)));

        float[] original = source.load().training().values();
        float[] back = data.undo(data.dataset().training().values());

        double error = 0;
        for (int i = 0; i < original.length; i++) {
            error += Math.pow(back[i] - original[i], 2) / 400;
        }
        double[] variances = PreprocessedData.load(source, List.of(new Pca.Step(0, false, 0)))
                .dataset()
                .training()
                .covariance();
        assertThat(error).isCloseTo(variances[12] + variances[18], within(1e-3));
        assertThat(data.facts().shape()).containsExactly(2);
        assertThat(PreprocessedData.Units.missing(data).orElseThrow()).contains("Pca");
        assertThatThrownBy(() -> PreprocessedData.load(source, List.of(new Pca.Step(6, true, 0))))
                .hasMessageContaining("at most the 5 elements of a datum, got 6; set pca.components");
    }

    @Test
    void axesThatWereScaledDifferentlyBeforeTheyAreTurnedHaveNoUnits() {
        PreprocessedData data = PreprocessedData.load(
                correlated(), List.of(new Standardize.Step(Standardize.Per.FEATURE, 0), new Pca.Step(0, true, 1)));

        assertThat(PreprocessedData.Units.missing(data))
                .contains("the preprocessing step Pca turns axes that an earlier step scaled differently");
    }

    @Test
    void zcaWhitensAndStaysNearTheElements() {
        DataSource source = correlated();
        PreprocessedData data = PreprocessedData.load(source, List.of(new Zca.Step(1e-6, 0)));

        double[] covariance = data.dataset().training().covariance();
        for (int i = 0; i < 4; i++) {
            assertThat(covariance[i * 6]).isBetween(0.9, 1.001);
            for (int j = 0; j < 4; j++) {
                assertThat(covariance[i * 5 + j]).isCloseTo(covariance[j * 5 + i], within(1e-6));
                assertThat(Math.abs(covariance[i * 5 + j])).isLessThan(i == j ? 1.001 : 0.1);
            }
        }
        assertThat(data.facts().shape()).containsExactly(5);
    }

    static Stream<Preprocessing> invertible() {
        return Stream.of(
                new Unchanged.Step(0),
                new Normalize.Step(0, List.of(3.0), List.of(7.0)),
                new MinMax.Step(Standardize.Per.CHANNEL, false, 0),
                new MinMax.Step(Standardize.Per.DATASET, true, 0),
                new Logit.Step(1e-3, 0),
                new Pad.Step(9, 7, 0),
                new Pca.Step(0, true, 0),
                new Pca.Step(0, false, 0),
                new Zca.Step(1e-2, 0));
    }

    @ParameterizedTest
    @MethodSource
    void invertible(Preprocessing step) {
        DataSource source = images(3, 5, 6, 120);

        PreprocessedData data = PreprocessedData.load(source, List.of(step));

        assertThat(data.undo(data.dataset().validation().values()))
                .containsExactly(source.load().validation().values(), within(2e-2f));
    }

    static Stream<Preprocessing> all() {
        return Stream.concat(
                invertible(),
                Stream.of(
                        new Binarize.Step(0.5, 0),
                        new DynamicBinarize.Step(0),
                        new Dequantize.Step(1, 0),
                        new Crop.Step(3, 3, 0),
                        new Resize.Step(4, 9, 0),
                        new Grey.Step(0),
                        new Pca.Step(3, true, 0)));
    }

    /** What the facts say is what the values are, and a fitted step is of the type that its part saves. */
    @ParameterizedTest
    @MethodSource
    void all(Preprocessing step) {
        DataSource source = images(3, 5, 6, 120);

        PreprocessedData data = PreprocessedData.load(source, List.of(step));

        assertThat(data.steps().get(0).getClass()).isEqualTo(step.fitted());
        Split training = data.dataset().training();
        assertThat(training.elements()).isEqualTo(data.facts().elements());
        assertThat(data.undo(training.values(0, 2))).hasSize(2 * source.facts().elements());
        float[] rows = source.load().training().values(0, 3);
        FittedPreprocessing fitted = data.steps().get(0);
        if (!fitted.random()) {
            assertThat(fitted.apply(rows)).isEqualTo(training.values(0, 3));
        }
    }

    @Test
    void binaryDrawsHaveTheValuesAsTheirProbabilities() {
        DataSource source = row(0, 51, 204, 255);
        Rows rows = PreprocessedData.load(source, List.of(new DynamicBinarize.Step(10)), String::valueOf, 3)
                .dataset()
                .training()
                .rows();
        assertThat(rows.random()).isTrue();

        int[] ones = new int[4];
        for (int epoch = 0; epoch < 10_000; epoch++) {
            float[] values = new float[4];
            rows.drawn(epoch).read(0, values, 0);
            for (int i = 0; i < 4; i++) {
                assertThat(values[i]).isIn(0f, 1f);
                ones[i] += (int) values[i];
            }
        }

        assertThat(ones[0]).isZero();
        assertThat(ones[1]).isBetween(1850, 2150);
        assertThat(ones[2]).isBetween(7850, 8150);
        assertThat(ones[3]).isEqualTo(10_000);
        assertThat(new DynamicBinarize.Fitted(0, 255).apply(new float[] {127, 128}))
                .containsExactly(0, 1);
    }

    @Test
    void eachEpochHasItsOwnDrawAndEvaluationAlwaysTheSame() {
        List<Preprocessing> steps = List.of(new Dequantize.Step(1, -10), new Scale.Step(0, Optional.empty()));
        Rows rows = PreprocessedData.load(images(1, 4, 4, 3), steps, String::valueOf, 3)
                .dataset()
                .training()
                .rows();
        Rows again = PreprocessedData.load(images(1, 4, 4, 3), steps, String::valueOf, 3)
                .dataset()
                .training()
                .rows();
        Rows otherSeed = PreprocessedData.load(images(1, 4, 4, 3), steps, String::valueOf, 4)
                .dataset()
                .training()
                .rows();

        float[] evaluated = values(rows);
        assertThat(values(rows)).isEqualTo(evaluated).isEqualTo(values(again)).isNotEqualTo(values(otherSeed));
        assertThat(values(rows.drawn(0))).isEqualTo(values(again.drawn(0))).isNotEqualTo(evaluated);
        assertThat(values(rows.drawn(1))).isNotEqualTo(values(rows.drawn(0)));
        float[] whole = images(1, 4, 4, 3).load().training().values();
        for (int i = 0; i < whole.length; i++) {
            assertThat((double) evaluated[i] * 256).isBetween(whole[i] - 1e-3, whole[i] + 1 + 1e-3);
        }
    }

    private static float[] values(Rows rows) {
        return new Split(rows, new int[0]).values();
    }

    @Test
    void twoRandomStepsDrawDifferentNumbers() {
        List<Preprocessing> once = List.of(new Dequantize.Step(1, 1));
        List<Preprocessing> other = List.of(new Dequantize.Step(1, 2));

        assertThat(after(row(0, 0, 0), once.get(0))).isNotEqualTo(after(row(0, 0, 0), other.get(0)));
    }
}
