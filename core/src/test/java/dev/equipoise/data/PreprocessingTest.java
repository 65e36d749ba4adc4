package dev.equipoise.data;

import static dev.equipoise.data.SmallSources.images;
import static dev.equipoise.data.SmallSources.source;
import static dev.equipoise.data.SmallSources.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.equipoise.data.SmallSources.Fixed;
import dev.equipoise.data.Standardize.Per;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.ValueRange;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreprocessingTest {

    private static final Preprocessing SCALE = new Scale.Step(0, Optional.empty());

    @Test
    void scaleMapsTheDeclaredRangeToTheUnitInterval() {
        PreprocessedData data = PreprocessedData.load(images(0, 51, 102, 255), List.of(SCALE));

        assertThat(data.dataset().training().values()).containsExactly(0, 0.2f, 0.4f, 1);
        assertThat(data.facts().range()).contains(new ValueRange(0, 1));
        assertThat(PreprocessedData.Units.of(data).logJacobian(data.dataset().training()))
                .isCloseTo(-2 * Math.log(255), within(1e-12));
    }

    @Test
    void scaleKeepsBoundsThatAreNoFloatsWithinTheUnitInterval() {
        DataFacts facts = new DataFacts(1, 1, List.of(2), Optional.of(new ValueRange(1000.1, 1000.3)));
        Split split = new Split(new float[] {1000.1f, 1000.3f}, 2, new int[0]);

        PreprocessedData data = PreprocessedData.load(new Fixed(facts, new Dataset(split, split)), List.of(SCALE));

        assertThat(data.dataset().training().values()).containsExactly(0, 1);
    }

    @Test
    void scaleNeedsADeclaredRange() {
        DataFacts none = new DataFacts(2, 2, List.of(2), Optional.empty());
        DataFacts empty = none.withRange(Optional.of(new ValueRange(3, 3)));

        assertThatThrownBy(() -> SCALE.transform(none))
                .isInstanceOf(InvalidPartException.class)
                .hasMessageContainingAll(
                        "@Scale must follow data that declares its range",
                        "scale.range=0,1",
                        "or standardize the data");
        assertThatThrownBy(() -> SCALE.transform(empty)).isInstanceOf(InvalidPartException.class);
        assertThatThrownBy(() -> SCALE.transform(
                        standardize(Per.AUTO).transform(none.withRange(Optional.of(new ValueRange(0, 1))))))
                .isInstanceOf(InvalidPartException.class);
    }

    @Test
    void scaleMapsAStatedRangeWhateverIsDeclared() {
        Preprocessing stated = new Scale.Step(0, Optional.of(new ValueRange(0, 2)));

        PreprocessedData data = PreprocessedData.load(table(2, 0, 1, 2, 0.5f), List.of(stated));

        assertThat(data.dataset().training().values()).containsExactly(0, 0.5f, 1, 0.25f);
        assertThat(data.facts().range()).contains(new ValueRange(0, 1));
        assertThatThrownBy(() -> PreprocessedData.load(table(2, 0, 1, 2.5f, 0), List.of(stated)))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("scale.range states, 0.0 to 2.0, got 2.5 in example 1, element 0");
    }

    @Test
    void valuesThatAreNotFiniteAreCountedAndWhatToDoIsSaid() {
        assertThatThrownBy(() -> PreprocessedData.load(table(2, 1, Float.NaN, 3, Float.NaN), List.of()))
                .hasMessageContaining(
                        "got NaN in example 0, column 1 (both counted from 0), the first of 2 such values; fill them");
    }

    @Test
    void columnsAreNamedWhereTheyHaveNames() {
        DataFacts facts = new DataFacts(1, 1, List.of(3), Optional.empty())
                .withColumns(List.of(new Column("age", List.of()), new Column("colour", List.of("blue", "red"))));
        Split split = new Split(new float[] {1, 0, Float.NaN}, 3, new int[0]);

        assertThatThrownBy(() ->
                        PreprocessedData.load(new SmallSources.Fixed(facts, new Dataset(split, split)), List.of()))
                .hasMessageContaining(
                        "got NaN in example 0, column colour (red) (counted from 0), the first of 1 such");
        assertThat(facts.nameOf(0)).isEqualTo("age");
        assertThat(facts.nameOf(1)).isEqualTo("colour (blue)");
    }

    @Test
    void twoStepsComposeAndAreUndoneInReverse() {
        float[] original = new float[800];
        Random random = new Random(1);
        for (int i = 0; i < original.length; i++) {
            original[i] = random.nextInt(256);
        }
        DataSource source = images(original);

        PreprocessedData both = PreprocessedData.load(source, List.of(SCALE, standardize(Per.DATASET)));
        PreprocessedData one = PreprocessedData.load(source, List.of(standardize(Per.DATASET)));

        float[] values = both.dataset().training().values();
        assertThat(values).containsExactly(one.dataset().training().values(), within(2e-6f));
        assertThat(PreprocessedData.Units.of(both).logJacobian(both.dataset().training()))
                .isCloseTo(
                        PreprocessedData.Units.of(one).logJacobian(one.dataset().training()), within(1e-5));
        float[] before = values.clone();
        assertThat(both.undo(values)).containsExactly(original, within(1e-4f));
        assertThat(values).as("undo leaves its argument").isEqualTo(before);
        assertThat(source.load().training().values())
                .as("load leaves the source")
                .isEqualTo(original);
        assertThat(both.facts().range()).isEmpty();
    }

    @Test
    void stepsThatAreNotAffineHaveNoUnitsToCompareInAndAreNamed() {
        PreprocessedData data = PreprocessedData.load(images(1, 2, 3, 4), List.of(SCALE, new Squared()));

        assertThat(PreprocessedData.Units.missing(data))
                .hasValue("the preprocessing step Squared states no slope for each element");
        assertThat(data.dataset().training().values()[1]).isCloseTo(4 / 65025f, within(1e-9f));
        assertThat(data.undo(data.dataset().training().values()))
                .containsExactly(new float[] {1, 2, 3, 4}, within(1e-5f));
    }

    @Test
    void dataThatDoNotVaryHaveNoUnitsToCompareIn() {
        PreprocessedData data = PreprocessedData.load(images(3, 3), List.of());

        assertThat(PreprocessedData.Units.of(data).elements()).isZero();
    }

    @Test
    void aValueThatIsNotFiniteIsNamed() {
        assertThatThrownBy(() -> PreprocessedData.load(table(2, 1, 2, 3, Float.NaN), List.of()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("the training split of ")
                .hasMessageContaining("must be finite, got NaN in example 1, column 1");
        assertThatThrownBy(() -> PreprocessedData.load(table(2, 1, 2, Float.NEGATIVE_INFINITY, 4), List.of()))
                .hasMessageContaining("got -Infinity in example 1, column 0");
        assertThatThrownBy(() -> PreprocessedData.load(table(1, 1e30f, 2), List.of(new Squared())))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("after Squared")
                .hasMessageContaining("got Infinity in example 0, column 0");
    }

    @Test
    void aValueOutsideTheDeclaredRangeIsNamed() {
        assertThatThrownBy(() -> PreprocessedData.load(images(0, 255.5f, 1, 1), List.of()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("within 0.0 to 255.0, got 255.5 in example 0, element 1");
    }

    @Test
    void splitsThatAreNotWhatTheFactsSayAreRefused() {
        Split two = new Split(new float[] {1, 2, 3, 4}, 2, new int[0]);
        DataFacts facts = new DataFacts(2, 3, List.of(2), Optional.empty());

        assertThatThrownBy(() -> PreprocessedData.load(new Fixed(facts, new Dataset(two, two)), List.of()))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("the validation split")
                .hasMessageContaining("must have 3 examples of 2 elements, as its facts say, got 2 of 2");
    }

    private record Squared() implements Preprocessing, FittedPreprocessing {

        @Override
        public int order() {
            return 5;
        }

        @Override
        public DataFacts transform(DataFacts facts) {
            return facts.withRange(Optional.empty());
        }

        @Override
        public FittedPreprocessing fit(Split training, DataFacts facts) {
            return this;
        }

        @Override
        public float[] apply(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= values[i];
            }
            return values;
        }

        @Override
        public float[] undo(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sqrt(values[i]);
            }
            return values;
        }
    }

    private static Preprocessing standardize(Per per) {
        return new Standardize.Step(per, 1);
    }

    @Test
    void newExamplesAreScaledAsTheTrainingSplitWasAndCheckedLikeIt() {
        DataSource source = table(1, 0, 2, 4);
        List<Preprocessing> steps = List.of(standardize(Per.FEATURE));
        PreprocessedData data = PreprocessedData.load(source, steps);

        assertThat(ofNew(new Split(new float[] {4, 2, 8}, 1, new int[] {5, 6, 7}), source, data)
                        .labels())
                .containsExactly(5, 6, 7);
        float largest = data.dataset().training().values()[2];
        assertThat(ofNew(new Split(new float[] {4, 2, 8}, 1, new int[0]), source, data)
                        .values())
                .containsExactly(new float[] {largest, 0, 3 * largest}, within(1e-5f));
        assertThatThrownBy(() -> ofNew(new Split(new float[] {1, Float.NaN}, 1, new int[0]), source, data))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContainingAll("the new examples of", "must be finite", "example 1");
        assertThatThrownBy(() -> ofNew(new Split(new float[] {1, 2}, 2, new int[0]), source, data))
                .hasMessageContaining("must have 1 examples of 1 elements, as its facts say, got 1 of 2");
        assertThat(PreprocessedData.load(table(1, 100, 300), steps, String::valueOf, 0, data.steps())
                        .dataset()
                        .training()
                        .values())
                .as("steps that were fitted before")
                .containsExactly(new float[] {49 * largest, 149 * largest}, within(1e-4f));
    }

    private static Split ofNew(Split split, DataSource source, PreprocessedData data) {
        return PreprocessedData.ofNew(
                split, source, List.of(standardize(Per.FEATURE)), data.steps(), Optional.empty(), String::valueOf, 0);
    }
}
