package dev.equipoise.data.npy;

import dev.equipoise.data.Rows;

/**
 * The items of an array in memory, their elements in the order of rows.
 *
 * @param header of the array
 * @param values of it
 * @param elements of an item
 */
record NpyRows(NpyHeader header, NpyBytes values, int elements) implements Rows {

    @Override
    public int count() {
        return header.items();
    }

    @Override
    public boolean exact() {
        return header.type().exact();
    }

    @Override
    public void read(int index, float[] into, int at) {
        for (int i = 0; i < elements; i++) {
            into[at + i] = (float) value(index, i);
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        for (int i = 0; i < elements; i++) {
            into[at + i] = value(index, i);
        }
    }

    private double value(int index, int element) {
        return values.value(
                header.type(),
                header.columnMajor()
                        ? (long) header.columnMajorPlace(element) * header.items() + index
                        : (long) index * elements + element);
    }
}
