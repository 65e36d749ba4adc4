package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.DataFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestSplitTest {

    private static final int EXAMPLES = 40;

    /** Training examples 0 to 39, of four classes, and one validation example. */
    private static DataSource source(Optional<Split> test) {
        float[] values = new float[EXAMPLES];
        int[] labels = new int[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            values[i] = i;
            labels[i] = i % 4;
        }
        return new SmallSources.Fixed(
                new DataFacts(EXAMPLES, 1, List.of(1), Optional.empty()),
                new Dataset(new Split(values, 1, labels), new Split(new float[] {99}, 1, new int[] {0}), test));
    }

    private static DataSource divided(boolean stratified, long seed) {
        return new TestSplit.Apart(new Dataset.Holdout(0.2, stratified, seed)).from(source(Optional.empty()));
    }

    @Test
    void eachTrainingExampleIsInOneOfTheTwo() {
        Dataset data = divided(false, 0).load();

        Split test = data.test().orElseThrow();
        assertThat(test.examples()).isEqualTo(8);
        assertThat(divided(false, 0).facts().trainingExamples())
                .isEqualTo(data.training().examples())
                .isEqualTo(32);
        int[] all = IntStream.concat(
                        IntStream.range(0, 32).map(i -> (int) data.training().values()[i]),
                        IntStream.range(0, 8).map(i -> (int) test.values()[i]))
                .sorted()
                .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, EXAMPLES).toArray());
        assertThat(test.labels()[3]).isEqualTo((int) test.values()[3] % 4);
        assertThat(data.validation().values()).containsExactly(99);
        assertThat(divided(false, 1).load().test().orElseThrow().values()).isNotEqualTo(test.values());
        assertThat(divided(true, 0).load().test().orElseThrow().labels())
                .containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2, 3, 3);
    }

    @Test
    void stepsAreFittedWithoutIt() {
        PreprocessedData data =
                PreprocessedData.load(divided(false, 0), List.of(new Standardize.Step(Standardize.Per.DATASET, 0)));

        assertThat(data.dataset().training().means()[0]).isBetween(-1e-6, 1e-6);
        float[] test = data.dataset().test().orElseThrow().values();
        assertThat(data.undo(test)).hasSize(8);
        assertThat(Math.round(data.undo(test)[0]))
                .isEqualTo(
                        Math.round(divided(false, 0).load().test().orElseThrow().values()[0]));
    }

    @Test
    void aValueOfItThatIsNotFiniteIsNamed() {
        Split test = new Split(new float[] {1, Float.NaN}, 1, new int[0]);

        assertThatThrownBy(() -> PreprocessedData.load(source(Optional.of(test)), List.of()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("the test split of ")
                .hasMessageContaining("got NaN in example 1, column 0");
    }

    @Test
    void dataWithATestSplitAreNotDividedAgain() {
        Split test = new Split(new float[] {1}, 1, new int[0]);
        DataSource source = new TestSplit.Apart(new Dataset.Holdout(0.2, false, 0)).from(source(Optional.of(test)));

        assertThatThrownBy(source::load).hasMessageContaining("must have no test split of their own to be divided");
    }
}
