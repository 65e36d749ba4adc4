package dev.equipoise.data;

/** Rows of unsigned bytes in memory. */
record ByteRows(byte[] values, int elements) implements Rows {

    ByteRows {
        RowCheck.filled(values.length, elements);
    }

    @Override
    public int count() {
        return values.length / elements;
    }

    @Override
    public void read(int index, float[] into, int at) {
        for (int i = 0; i < elements; i++) {
            into[at + i] = values[index * elements + i] & 0xff;
        }
    }

    @Override
    public Rows inMemory() {
        return this;
    }
}
