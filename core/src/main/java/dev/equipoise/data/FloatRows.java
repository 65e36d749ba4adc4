package dev.equipoise.data;

/** Rows of floats in memory. */
record FloatRows(float[] values, int elements) implements Rows {

    FloatRows {
        RowCheck.filled(values.length, elements);
    }

    @Override
    public int count() {
        return values.length / elements;
    }

    @Override
    public void read(int index, float[] into, int at) {
        System.arraycopy(values, index * elements, into, at, elements);
    }

    @Override
    public Rows inMemory() {
        return this;
    }
}
