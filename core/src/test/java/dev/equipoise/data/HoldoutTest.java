package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutTest {

    private static final int[] NONE = {};

    @Test
    void bothPartsTogetherAreAllExamplesOnce() {
        for (int examples : new int[] {2, 3, 10, 101}) {
            for (double share : new double[] {1e-9, 0.1, 0.5, 1}) {
                int[] validation = new Dataset.Holdout(share, false, 3).validation(examples, NONE, "data.csv");
                int[] training = Dataset.Holdout.training(examples, validation);

                assertThat(validation).isSorted().hasSizeBetween(1, examples - 1);
                assertThat(training).isSorted();
                assertThat(IntStream.concat(IntStream.of(training), IntStream.of(validation))
                                .sorted())
                        .containsExactlyElementsOf(
                                IntStream.range(0, examples).boxed().toList());
            }
        }
    }

    @Test
    void theShareIsRoundedAndTheSeedChooses() {
        assertThat(new Dataset.Holdout(0.1, false, 1).validation(996, NONE, "data.csv"))
                .hasSize(100)
                .isEqualTo(new Dataset.Holdout(0.1, false, 1).validation(996, NONE, "data.csv"))
                .isNotEqualTo(new Dataset.Holdout(0.1, false, 2).validation(996, NONE, "data.csv"));
    }

    @Test
    void examplesOfOrderedDataValidateFromEverywhere() {
        int[] validation = new Dataset.Holdout(0.1, false, 1).validation(10_000, NONE, "data.csv");

        for (int start = 0; start < 10_000; start += 1_000) {
            int from = start;
            assertThat(Arrays.stream(validation)
                            .filter(i -> i >= from && i < from + 1_000)
                            .count())
                    .isBetween(70L, 130L);
        }
    }

    @Test
    void stratifiedEveryLabelHasItsShareAndTheTotalStays() {
        int[] labels = IntStream.range(0, 1_000)
                .map(i -> i < 700 ? -5 : i < 980 ? 2 : i < 999 ? 7 : 9)
                .toArray();

        int[] validation = new Dataset.Holdout(0.1, true, 4).validation(1_000, labels, "data.csv");

        assertThat(validation).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(of(labels, validation, -5)).isEqualTo(70);
        assertThat(of(labels, validation, 2)).isEqualTo(28);
        assertThat(of(labels, validation, 7)).isEqualTo(2);
        assertThat(of(labels, validation, 9)).as("its only example trains").isZero();
        assertThat(of(labels, new Dataset.Holdout(0.1, false, 4).validation(1_000, labels, "data.csv"), -5))
                .as("not stratified")
                .isNotEqualTo(70);
    }

    @Test
    void theOnlyExampleOfALabelTrainsAlthoughItsRemainderIsAsLarge() {
        int[] labels = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1};

        assertThat(new Dataset.Holdout(0.5, true, 4).validation(10, labels, "data.csv"))
                .hasSize(5)
                .doesNotContain(0);
    }

    private static long of(int[] labels, int[] chosen, int label) {
        return Arrays.stream(chosen).filter(i -> labels[i] == label).count();
    }

    @Test
    void stratifiedWithoutLabelsAndTooFewExamplesAreRefused() {
        assertThatThrownBy(() -> new Dataset.Holdout(0.1, true, 1).validation(10, NONE, "data.csv"))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("give labels, or set stratified to false");
        assertThatThrownBy(() -> new Dataset.Holdout(0.1, false, 1).validating(1, "data.csv"))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("data.csv must have at least 2 examples");
    }
}
