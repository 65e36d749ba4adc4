package dev.equipoise.data;

import java.util.List;

/**
 * Rows after some steps, which are applied when a row is read.
 *
 * @param steps in their order
 * @param elements of a row after them
 * @param exact whether the result is kept in double precision
 */
record PreprocessedRows(Rows base, List<FittedPreprocessing> steps, int elements, boolean exact) implements Rows {

    PreprocessedRows {
        steps = List.copyOf(steps);
    }

    /** Exact rows stay so. */
    PreprocessedRows(Rows base, FittedPreprocessing step, int elements) {
        this(base, List.of(step), elements, base.exact());
    }

    @Override
    public int count() {
        return base.count();
    }

    @Override
    public void read(int index, float[] into, int at) {
        if (base.exact()) {
            double[] row = exactly(index);
            for (int i = 0; i < row.length; i++) {
                into[at + i] = (float) row[i];
            }
            return;
        }
        float[] row = new float[base.elements()];
        base.read(index, row, 0);
        for (FittedPreprocessing step : steps) {
            row = step.apply(row);
        }
        check(row.length);
        System.arraycopy(row, 0, into, at, elements);
    }

    @Override
    public void read(int index, double[] into, int at) {
        if (exact) {
            System.arraycopy(exactly(index), 0, into, at, elements);
        } else {
            Rows.super.read(index, into, at);
        }
    }

    private double[] exactly(int index) {
        double[] row = new double[base.elements()];
        base.read(index, row, 0);
        for (FittedPreprocessing step : steps) {
            row = step.apply(row);
        }
        check(row.length);
        return row;
    }

    private void check(int length) {
        if (length != elements) {
            throw new DataFormatException("a row after " + steps + " must have " + elements
                    + " elements, as the step's facts say, got " + length);
        }
    }
}
