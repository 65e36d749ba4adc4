package dev.equipoise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionalTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("age", List.of()), new Column("colour", List.of("blue", "red")), new Column("size", List.of()));

    /** Rows of age, colour (two elements) and size. */
    private record Table(float[] training, int[] labels) implements DataSource {

        @Override
        public DataFacts facts() {
            return new DataFacts(training.length / 4, 1, List.of(4), Optional.empty()).withColumns(COLUMNS);
        }

        @Override
        public Dataset load() {
            return new Dataset(
                    new Split(training, 4, labels),
                    new Split(new float[] {50, 1, 0, 9}, 4, labels.length == 0 ? labels : new int[] {1}));
        }
    }

    private static final float[] ROWS = {20, 1, 0, 5, 40, 0, 1, 6};

    private static DataSource given(float[] rows, int[] labels, String... names) {
        return new Conditional.On(List.of(names), 3).from(new Table(rows, labels));
    }

    @Test
    void columnsThatAreGivenAreNoElements() {
        DataSource source = given(ROWS, new int[0], "colour", "age");

        assertThat(source.facts().columns()).containsExactly(COLUMNS.get(2));
        assertThat(source.facts().given()).containsExactly(COLUMNS.get(1), COLUMNS.get(0));
        assertThat(source.facts().shape()).containsExactly(1);
        assertThat(source.load().training().values()).containsExactly(5, 6);
        assertThat(given(source.load().training())).containsExactly(1, 0, 20, 0, 1, 40);
        assertThat(source.description()).containsEntry("condition", "colour, one of 2; age, a number");
    }

    private static float[] given(Split split) {
        return new Split(split.given().orElseThrow(), new int[0]).values();
    }

    @Test
    void numbersAreStandardizedByTheTrainingSplitAndCategoriesStay() {
        PreprocessedData data = PreprocessedData.load(given(ROWS, new int[0], "age", "colour"), List.of());

        assertThat(given(data.dataset().training())).containsExactly(-1, 1, 0, 1, 0, 1);
        assertThat(given(data.dataset().validation())).containsExactly(2, 1, 0);
        assertThat(data.condition().orElseThrow().scale()).containsExactly(0.1, 1, 1);
    }

    @Test
    void labelsAreOneHotBesideAllElements() {
        DataSource source = given(ROWS, new int[] {2, 0}, "label");

        assertThat(source.facts().columns()).isEqualTo(COLUMNS);
        assertThat(source.facts().given()).containsExactly(new Column("label", List.of("0", "1", "2")));
        assertThat(source.load().training().values()).containsExactly(ROWS);
        assertThat(given(source.load().training())).containsExactly(0, 0, 1, 1, 0, 0);
        assertThat(given(source.load().training().first(1))).containsExactly(0, 0, 1);
    }

    @Test
    void whatCannotBeGivenIsNamed() {
        assertThatThrownBy(() -> given(ROWS, new int[0], "height").facts())
                .isInstanceOf(InvalidPartException.class)
                .hasMessage("the condition must be a column of the data or 'label', got 'height'; the columns are age,"
                        + " colour, size; set conditional.on");
        assertThatThrownBy(
                        () -> given(ROWS, new int[0], "age", "colour", "size").facts())
                .hasMessageContaining("a column must be left to be reconstructed");
        assertThatThrownBy(() -> given(ROWS, new int[0], "label").load())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("the data must have labels to be a condition");
        assertThatThrownBy(() -> given(ROWS, new int[] {0, 3}, "label").load())
                .hasMessage("labels that are a condition must be 0 to 2, got 3 in example 1; set conditional.labels");
        assertThatThrownBy(() -> given(new float[] {20, 1, 0, 5, Float.NaN, 0, 1, 6}, new int[0], "age")
                        .load())
                .hasMessageContaining("example 1 lacks that of age");
        float[] same = {20, 1, 0, 5, 20, 0, 1, 6};
        assertThatThrownBy(() -> PreprocessedData.load(given(same, new int[0], "age"), List.of()))
                .hasMessage("a condition must vary on the training split, but age does not; leave it out of"
                        + " the condition");
    }
}
