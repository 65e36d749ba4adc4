package dev.equipoise.data;

import java.util.Objects;

/** Rows with their elements, or some of them, in another order, such as channels first. */
record ReorderedRows(Rows base, int[] places) implements Rows {

    ReorderedRows {
        for (int place : places) {
            Objects.checkIndex(place, base.elements());
        }
    }

    @Override
    public int count() {
        return base.count();
    }

    @Override
    public int elements() {
        return places.length;
    }

    @Override
    public boolean exact() {
        return base.exact();
    }

    @Override
    public void read(int index, float[] into, int at) {
        float[] row = new float[base.elements()];
        base.read(index, row, 0);
        for (int i = 0; i < places.length; i++) {
            into[at + i] = row[places[i]];
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        double[] row = new double[base.elements()];
        base.read(index, row, 0);
        for (int i = 0; i < places.length; i++) {
            into[at + i] = row[places[i]];
        }
    }
}
