package dev.equipoise.local.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.equipoise.data.Rows;
import dev.equipoise.objective.Batch;
import dev.equipoise.part.DataFacts;
import java.util.Map;

/**
 * How a model gets the rows of a split: N values, of which a missing one is 0, and, if values may be missing, N more
 * columns with 1 for each that is observed and 0 for each that is not.
 *
 * @param elements N of a datum
 */
public record RowLayout(int elements, boolean gaps) {

    /** The layout for preprocessed data. */
    public static RowLayout of(DataFacts data) {
        return new RowLayout(data.elements(), data.gaps());
    }

    /** Columns of a row. */
    public int columns() {
        return gaps ? 2 * elements : elements;
    }

    /** Rows as the model gets them. */
    public Rows of(Rows rows) {
        return gaps ? new Laid(rows, this) : rows;
    }

    /** The same of values in rows of N. */
    public float[] of(float[] values) {
        if (!gaps) {
            return values;
        }
        float[] laid = new float[Math.multiplyExact(2, values.length)];
        float[] row = new float[elements];
        for (int at = 0; at < values.length; at += elements) {
            System.arraycopy(values, at, row, 0, elements);
            lay(row, laid, 2 * at);
        }
        return laid;
    }

    private static void lay(float[] row, float[] into, int at) {
        for (int i = 0; i < row.length; i++) {
            boolean observed = !Float.isNaN(row[i]);
            into[at + i] = observed ? row[i] : 0;
            into[at + row.length + i] = observed ? 1 : 0;
        }
    }

    /** The data (B, N) of rows (B, columns). */
    public NDArray data(NDArray rows) {
        return gaps ? rows.get(new NDIndex(":, :{}", elements)) : rows;
    }

    /** The side inputs of rows (B, columns) by name. */
    public Map<String, NDArray> side(NDArray rows) {
        return gaps ? Map.of(Batch.INPUT, rows, Batch.OBSERVED, rows.get(new NDIndex(":, {}:", elements))) : Map.of();
    }

    private record Laid(Rows base, RowLayout layout) implements Rows {

        @Override
        public int count() {
            return base.count();
        }

        @Override
        public int elements() {
            return layout.columns();
        }

        @Override
        public boolean random() {
            return base.random();
        }

        @Override
        public Rows drawn(long epoch) {
            return new Laid(base.drawn(epoch), layout);
        }

        @Override
        public void read(int index, float[] into, int at) {
            float[] row = new float[layout.elements()];
            base.read(index, row, 0);
            lay(row, into, at);
        }
    }
}
