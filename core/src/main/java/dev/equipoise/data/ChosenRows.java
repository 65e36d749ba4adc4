package dev.equipoise.data;

/** Some rows of others. */
record ChosenRows(Rows base, int[] indices) implements Rows {

    @Override
    public int count() {
        return indices.length;
    }

    @Override
    public int elements() {
        return base.elements();
    }

    @Override
    public boolean exact() {
        return base.exact();
    }

    @Override
    public void read(int index, float[] into, int at) {
        base.read(indices[index], into, at);
    }

    @Override
    public void read(int index, double[] into, int at) {
        base.read(indices[index], into, at);
    }
}
