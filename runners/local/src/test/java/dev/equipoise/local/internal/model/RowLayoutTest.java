package dev.equipoise.local.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

    private static final float GAP = Float.NaN;

    @Test
    void aRowWithGapsIsItsValuesAndWhichAreObserved() {
        RowLayout layout = new RowLayout(3, true, 0);
        float[] values = {1, GAP, 3, 4, 5, GAP};
        float[] expected = {1, 0, 3, 1, 0, 1, 4, 5, 0, 1, 1, 0};

        assertThat(layout.columns()).isEqualTo(6);
        assertThat(layout.of(values)).containsExactly(expected);
        assertThat(layout.of(new Split(values, 3, new int[0]), 0, 2)).containsExactly(expected);
    }

    @Test
    void whatIsGivenFollows() {
        float[] values = {1, GAP, 4, 5};
        Split split =
                new Split(Rows.of(values, 2), new int[0], Optional.of(Rows.of(new float[] {7, 8, 9, 10, 11, 12}, 3)));

        assertThat(new RowLayout(2, true, 3).of(split, 0, 2))
                .containsExactly(1, 0, 1, 0, 7, 8, 9, 4, 5, 1, 1, 10, 11, 12);
        assertThat(new RowLayout(2, true, 3).of(new float[] {1, GAP, 7, 8, 9})).containsExactly(1, 0, 1, 0, 7, 8, 9);
        assertThat(new RowLayout(2, false, 3).of(split, 1, 2)).containsExactly(4, 5, 10, 11, 12);
        assertThat(new RowLayout(2, false, 3).of(new float[] {4, 5, 10, 11, 12}))
                .containsExactly(4, 5, 10, 11, 12);
    }

    @Test
    void completeRowsStayAsTheyAre() {
        RowLayout layout = new RowLayout(3, false, 0);
        float[] values = {1, 2, 3};
        Rows rows = Rows.of(values, 3);

        assertThat(layout.of(values)).isSameAs(values);
        assertThat(layout.of(rows, Optional.empty())).isSameAs(rows);
    }
}
