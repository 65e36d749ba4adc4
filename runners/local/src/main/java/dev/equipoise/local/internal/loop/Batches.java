package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.data.Split;
import dev.equipoise.random.CounterRandom;
import java.util.Arrays;

/** The training split on the device, in an order that each epoch draws from the seed. */
final class Batches {

    private final NDArray data;
    private final int examples;
    private final int size;
    private final long seed;
    private int epoch = -1;
    private int[] order = new int[0];

    Batches(NDManager manager, Split split, int size, long seed) {
        data = manager.create(split.values(), new Shape(split.examples(), split.elements()));
        examples = split.examples();
        this.size = size;
        this.seed = seed;
    }

    /** Batches in an epoch, the last smaller one included. */
    int perEpoch() {
        return (examples + size - 1) / size;
    }

    /** The batch at this place of an epoch. */
    Step.Examples batch(int epoch, int place) {
        int first = place * size;
        int count = Math.min(size, examples - first);
        return new Step.Examples() {

            @Override
            public int count() {
                return count;
            }

            @Override
            public NDArray rows(int from, int to, NDManager manager) {
                NDArray rows = manager.create(Arrays.copyOfRange(order(epoch), first + from, first + to));
                NDArray batch = data.get(manager, new NDIndex("{}", rows));
                batch.attach(manager);
                return batch;
            }
        };
    }

    private int[] order(int epoch) {
        if (epoch != this.epoch) {
            order = CounterRandom.permutation(examples, seed, CounterRandom.Stream.ORDER, epoch);
            this.epoch = epoch;
        }
        return order;
    }
}
