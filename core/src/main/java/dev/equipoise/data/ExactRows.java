package dev.equipoise.data;

/** Rows of doubles in memory. */
record ExactRows(double[] values, int elements) implements Rows {

    ExactRows {
        RowCheck.filled(values.length, elements);
    }

    @Override
    public int count() {
        return values.length / elements;
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public void read(int index, float[] into, int at) {
        for (int i = 0; i < elements; i++) {
            into[at + i] = (float) values[index * elements + i];
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        System.arraycopy(values, index * elements, into, at, elements);
    }

    @Override
    public Rows inMemory() {
        return this;
    }
}
