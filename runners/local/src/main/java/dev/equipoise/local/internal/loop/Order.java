package dev.equipoise.local.internal.loop;

import dev.equipoise.random.CounterRandom;
import java.util.Arrays;

/** The order of the examples, which is a function of the seed and the epoch. */
final class Order {

    private final int examples;
    private final int size;
    private final long seed;
    private int epoch = -1;
    private int[] order = new int[0];

    /** @param size of a batch */
    Order(int examples, int size, long seed) {
        this.examples = examples;
        this.size = size;
        this.seed = seed;
    }

    /** Batches in an epoch, the last smaller one included. */
    int perEpoch() {
        return (examples + size - 1) / size;
    }

    /** The examples of the batch at this place of an epoch. */
    int[] batch(int epoch, int place) {
        if (epoch != this.epoch) {
            order = CounterRandom.permutation(examples, seed, CounterRandom.Stream.ORDER, epoch);
            this.epoch = epoch;
        }
        int first = place * size;
        return Arrays.copyOfRange(order, first, Math.min(first + size, examples));
    }
}
