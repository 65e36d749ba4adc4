package dev.equipoise.local.internal.loop;

import dev.equipoise.data.Augmentation;
import dev.equipoise.data.Draw;
import dev.equipoise.data.Rows;
import dev.equipoise.random.CounterRandom;
import java.util.List;

/**
 * Rows as training gets them, changed at random in each epoch anew.
 *
 * @param augmentations in their order
 * @param seed of the run
 */
record AugmentedRows(Rows base, List<Augmentation> augmentations, long seed, long epoch) implements Rows {

    /** The rows as they are if there is nothing to change. */
    static Rows of(Rows rows, List<Augmentation> augmentations, long seed) {
        return augmentations.isEmpty() ? rows : new AugmentedRows(rows, augmentations, seed, Draw.FIXED);
    }

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
        return true;
    }

    @Override
    public Rows drawn(long another) {
        return new AugmentedRows(base.drawn(another), augmentations, seed, another);
    }

    @Override
    public void read(int index, float[] into, int at) {
        float[] row = new float[base.elements()];
        base.read(index, row, 0);
        for (Augmentation augmentation : augmentations) {
            long stream = CounterRandom.Stream.AUGMENTATION + CounterRandom.Stream.APART * augmentation.order();
            row = augmentation.apply(row, new Draw(seed, stream, epoch, index));
            if (row.length != base.elements()) {
                throw new IllegalStateException("the augmentation " + augmentation + " must return " + base.elements()
                        + " elements, got " + row.length);
            }
        }
        System.arraycopy(row, 0, into, at, row.length);
    }
}
