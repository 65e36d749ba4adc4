package dev.equipoise.data;

/** Rows some of whose elements are missing from all of them. */
record KeptElements(Rows base, boolean[] kept) implements Rows {

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
        return new KeptElements(base.drawn(epoch), kept);
    }

    @Override
    public void read(int index, float[] into, int at) {
        base.read(index, into, at);
        for (int i = 0; i < kept.length; i++) {
            into[at + i] = kept[i] ? into[at + i] : Float.NaN;
        }
    }
}
