package dev.equipoise.local.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import dev.equipoise.objective.Batch;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a model gets the rows of a split: N values, of which a missing one is 0; if values may be missing, N more columns
 * with 1 for each that is observed and 0 for each that is not; and K numbers that are given beside a datum.
 *
 * @param elements N of a datum
 * @param given K
 */
public record RowLayout(int elements, boolean gaps, int given) {

    /** The layout for preprocessed data. */
    public static RowLayout of(DataFacts data) {
        return new RowLayout(data.elements(), data.gaps(), Column.width(data.given()));
    }

    /** Columns of a row. */
    public int columns() {
        return values() + given;
    }

    private int values() {
        return gaps ? 2 * elements : elements;
    }

    /** Rows as the model gets them. */
    public Rows of(Rows rows, Optional<Rows> beside) {
        return columns() == elements ? rows : new Laid(rows, beside, this);
    }

    /** The same of some examples of a split, row by row. */
    public float[] of(Split split, int from, int to) {
        Rows rows = of(split.rows(), split.given());
        float[] laid = new float[Math.multiplyExact(to - from, columns())];
        for (int n = from; n < to; n++) {
            rows.read(n, laid, (n - from) * columns());
        }
        return laid;
    }

    /** The same of values in rows of N + K. */
    public float[] of(float[] values) {
        if (!gaps) {
            return values;
        }
        int taken = elements + given;
        float[] laid = new float[Math.multiplyExact(values.length / taken, columns())];
        for (int row = 0; row * taken < values.length; row++) {
            lay(Arrays.copyOfRange(values, row * taken, row * taken + elements), laid, row * columns());
            System.arraycopy(values, row * taken + elements, laid, row * columns() + values(), given);
        }
        return laid;
    }

    /**
     * Rows of latents, each with what is given beside its example.
     *
     * @param latent in rows of so many columns
     * @param from the example of the first row
     */
    float[] besideGiven(float[] latent, int columns, Split split, int from) {
        if (split.given().isEmpty()) {
            return latent;
        }
        int width = columns + given;
        float[] beside = new float[Math.multiplyExact(latent.length / columns, width)];
        for (int row = 0; row * columns < latent.length; row++) {
            System.arraycopy(latent, row * columns, beside, row * width, columns);
            split.given().get().read(from + row, beside, row * width + columns);
        }
        return beside;
    }

    private void lay(float[] row, float[] into, int at) {
        for (int i = 0; i < row.length; i++) {
            boolean observed = !Float.isNaN(row[i]);
            into[at + i] = observed ? row[i] : 0;
            if (gaps) {
                into[at + row.length + i] = observed ? 1 : 0;
            }
        }
    }

    /** The data (B, N) of rows (B, columns). */
    public NDArray data(NDArray rows) {
        return columns() == elements ? rows : rows.get(new NDIndex(":, :{}", elements));
    }

    /** The side inputs of rows (B, columns) by name. */
    public Map<String, NDArray> side(NDArray rows) {
        Map<String, NDArray> side = new HashMap<>();
        if (columns() > elements) {
            side.put(Batch.INPUT, rows);
        }
        if (gaps) {
            side.put(Batch.OBSERVED, rows.get(new NDIndex(":, {}:{}", elements, 2 * elements)));
        }
        if (given > 0) {
            side.put(Batch.GIVEN, rows.get(new NDIndex(":, {}:", values())));
        }
        return side;
    }

    private record Laid(Rows base, Optional<Rows> beside, RowLayout layout) implements Rows {

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
            return new Laid(base.drawn(epoch), beside, layout);
        }

        @Override
        public void read(int index, float[] into, int at) {
            float[] row = new float[layout.elements()];
            base.read(index, row, 0);
            layout.lay(row, into, at);
            beside.ifPresent(given -> given.read(index, into, at + layout.values()));
        }
    }
}
