package dev.equipoise.data;

/** The nearest floats of exact rows. */
record RoundedRows(Rows base) implements Rows {

    @Override
    public int count() {
        return base.count();
    }

    @Override
    public int elements() {
        return base.elements();
    }

    @Override
    public boolean random() {
        return base.random();
    }

    @Override
    public Rows drawn(long epoch) {
        return random() ? new RoundedRows(base.drawn(epoch)) : this;
    }

    @Override
    public void read(int index, float[] into, int at) {
        base.read(index, into, at);
    }
}
