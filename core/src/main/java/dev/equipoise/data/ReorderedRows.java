package dev.equipoise.data;

/** Rows with their elements in another order, such as channels first. */
record ReorderedRows(Rows base, int[] places) implements Rows {

    ReorderedRows {
        if (places.length != base.elements()) {
            throw new IllegalArgumentException(
                    "rows of " + base.elements() + " elements must have as many places, got " + places.length);
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
        float[] row = new float[places.length];
        base.read(index, row, 0);
        for (int i = 0; i < row.length; i++) {
            into[at + i] = row[places[i]];
        }
    }

    @Override
    public void read(int index, double[] into, int at) {
        double[] row = new double[places.length];
        base.read(index, row, 0);
        for (int i = 0; i < row.length; i++) {
            into[at + i] = row[places[i]];
        }
    }
}
