package dev.equipoise.local.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.equipoise.data.Rows;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

    private static final float GAP = Float.NaN;

    @Test
    void aRowWithGapsIsItsValuesAndWhichAreObserved() {
        RowLayout layout = new RowLayout(3, true);
        float[] values = {1, GAP, 3, 4, 5, GAP};
        float[] expected = {1, 0, 3, 1, 0, 1, 4, 5, 0, 1, 1, 0};

        assertThat(layout.of(values)).containsExactly(expected);
        Rows rows = layout.of(Rows.of(values, 3));
        float[] read = new float[12];
        rows.read(0, read, 0);
        rows.read(1, read, 6);
        assertThat(rows.elements()).isEqualTo(6);
        assertThat(read).containsExactly(expected);
    }

    @Test
    void completeRowsStayAsTheyAre() {
        RowLayout layout = new RowLayout(3, false);
        float[] values = {1, 2, 3};
        Rows rows = Rows.of(values, 3);

        assertThat(layout.of(values)).isSameAs(values);
        assertThat(layout.of(rows)).isSameAs(rows);
    }
}
