package dev.equipoise.data;

/**
 * Rows after a step, which is applied when a row is read.
 *
 * @param elements of a row after the step
 * @param seed of the run
 * @param stream of the step's random numbers
 * @param epoch whose random numbers the rows have
 */
record PreprocessedRows(Rows base, FittedPreprocessing step, int elements, long seed, long stream, long epoch)
        implements Rows {

    @Override
    public int count() {
        return base.count();
    }

    @Override
    public boolean exact() {
        return base.exact();
    }

    @Override
    public boolean random() {
        return step.random() || base.random();
    }

    @Override
    public Rows drawn(long another) {
        return random() ? new PreprocessedRows(base.drawn(another), step, elements, seed, stream, another) : this;
    }

    @Override
    public void read(int index, float[] into, int at) {
        if (base.exact()) {
            double[] row = exactly(index);
            for (int i = 0; i < row.length; i++) {
                into[at + i] = (float) row[i];
            }
        } else {
            float[] row = new float[base.elements()];
            base.read(index, row, 0);
            float[] applied = step.apply(row, draw(index));
            check(applied.length);
            System.arraycopy(applied, 0, into, at, elements);
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        if (base.exact()) {
            System.arraycopy(exactly(index), 0, into, at, elements);
        } else {
            Rows.super.read(index, into, at);
        }
    }

    private double[] exactly(int index) {
        double[] row = new double[base.elements()];
        base.read(index, row, 0);
        double[] applied = step.apply(row, draw(index));
        check(applied.length);
        return applied;
    }

    private Draw draw(int index) {
        return new Draw(seed, stream, epoch, index);
    }

    private void check(int length) {
        if (length != elements) {
            throw new DataFormatException("a row after the preprocessing step " + step.name() + " must have " + elements
                    + " elements, as its facts say, got " + length);
        }
    }
}
