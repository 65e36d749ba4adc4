package dev.equipoise.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.Digits;
import dev.equipoise.data.GaussianData;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.data.Standardize;
import dev.equipoise.part.Facts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpectrumTest {

    /** What the factory of a data source gets. */
    private static final Facts NO_DATA = new Facts(Optional.empty(), 256, 10, 1);

    @Test
    void gaussianDataHasTheEigenvaluesThatItsAnnotationStates() {
        double[] eigenvalues = Spectrum.of(gaussian(5, 7_680));

        assertThat(eigenvalues).containsExactly(new double[] {4, 2, 1, 0.5, 0.25}, within(1e-5));
    }

    @Test
    void directionsWithoutVarianceHaveNoEigenvalue() {
        double[] eigenvalues = Spectrum.of(gaussian(8, 500));

        assertThat(eigenvalues).hasSize(8);
        assertThat(Arrays.copyOfRange(eigenvalues, 5, 8)).containsOnly(new double[] {0, 0, 0}, within(1e-12));
        assertThat(eigenvalues[7]).isNotNegative();
    }

    @Test
    void theMeanOfTheDataDoesNotCount() {
        Split split = new Split(new float[] {100, 7, 102, 7}, 2, new int[0]);

        assertThat(Spectrum.of(split)).containsExactly(new double[] {1, 0}, within(1e-12));
    }

    @Test
    void ofLargeDataARandomChoiceOfExamplesStandsForAll() {
        int elements = 400;
        int examples = 20_000;
        float[] values = new float[examples * elements];
        for (int n = 0; n < examples; n++) {
            values[n * elements] = n % 2 == 0 ? 1_000 : -1_000;
        }

        assertThat(Spectrum.of(new Split(values, elements, new int[0]))[0]).isCloseTo(1e6, within(1e3));
    }

    @Test
    void dataOfMoreElementsThanExamplesHaveTheSpectrumOfTheirSpan() {
        float[] five = gaussian(5, 200).values();
        float[] values = new float[200 * 2_000];
        // Each of five dimensions lies along 400 elements.
        for (int i = 0; i < values.length; i++) {
            values[i] = five[i / 2_000 * 5 + i % 5] / 20;
        }

        double[] eigenvalues = Spectrum.of(new Split(values, 2_000, new int[0]));

        assertThat(eigenvalues).hasSize(2_000);
        assertThat(Arrays.copyOf(eigenvalues, 5)).containsExactly(new double[] {4, 2, 1, 0.5, 0.25}, within(1e-5));
        assertThat(Arrays.stream(eigenvalues).skip(5).sum()).isCloseTo(0, within(1e-9));
    }

    @Test
    void ofManyElementsTheLeadingEigenvaluesAreNearAndNeverAboveAndTheirSumIsKept() {
        int elements = 1_200;
        double[] stated =
                IntStream.range(0, elements).mapToDouble(i -> 1 / (i + 1.0)).toArray();
        double[] eigenvalues = Spectrum.of(decaying(stated, 1_500));

        assertThat(Arrays.stream(eigenvalues).sum())
                .isCloseTo(Arrays.stream(stated).sum(), within(1e-3));
        for (int i = 0; i < 10; i++) {
            assertThat(eigenvalues[i]).isBetween(0.8 * stated[i], 1.0001 * stated[i]);
        }
        for (int latents : new int[] {1, 16, 64, 300}) {
            assertThat(Arrays.stream(eigenvalues).limit(latents).sum())
                    .isLessThan(1.0001 * Arrays.stream(stated).limit(latents).sum());
        }
    }

    @Test
    void theSpectrumOfTheDigitsIsThatOfAnotherProgram() {
        Split digits = PreprocessedData.load(
                        new Digits.Factory().create((Digits) Annotations.make(Digits.class, Map.of()), NO_DATA),
                        List.of(new Standardize.Step(Standardize.Per.DATASET, 1)))
                .dataset()
                .training();

        double[] eigenvalues = Spectrum.of(digits);

        assertThat(eigenvalues).hasSize(784).isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(eigenvalues[0]).isCloseTo(52.94, within(0.5));
        assertThat(Arrays.stream(eigenvalues).sum()).isCloseTo(552.76, within(5.0));
        assertThat(Arrays.stream(eigenvalues).skip(16).sum()).isCloseTo(224.26, within(3.0));
    }

    private static Split decaying(double[] eigenvalues, int examples) {
        return gaussian(eigenvalues, eigenvalues.length, examples);
    }

    private static Split gaussian(int dimensions, int examples) {
        return gaussian(new double[] {4, 2, 1, 0.5, 0.25}, dimensions, examples);
    }

    private static Split gaussian(double[] eigenvalues, int dimensions, int examples) {
        Map<String, Object> values = Map.of(
                "eigenvalues",
                eigenvalues,
                "dimensions",
                dimensions,
                "examples",
                examples,
                "rotate",
                true,
                "observed",
                1.0);
        return new GaussianData.Factory()
                .create((GaussianData) Annotations.make(GaussianData.class, values), NO_DATA)
                .load()
                .training();
    }
}
