package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.data.Rows;
import dev.equipoise.data.Split;
import java.util.Arrays;

/** The batches of the training split, in an order that each epoch draws from the seed. */
interface Batches {

    /** Bytes of a split that is kept on the device. */
    long LARGEST_ON_DEVICE = 256L << 20;

    /** Batches in an epoch, the last smaller one included. */
    int perEpoch();

    /** The batch at this place of an epoch. */
    Step.Examples batch(int epoch, int place);

    /** The same out of turn, between two batches. */
    default Step.Examples beside(int epoch, int place) {
        return batch(epoch, place);
    }

    /** Of a split that is kept on the device if it is small and not random, and read ahead if not. */
    static Batches of(NDManager manager, Rows rows, int size, long seed) {
        // It passes through the heap as one array.
        long largest = Math.min(LARGEST_ON_DEVICE, Runtime.getRuntime().maxMemory() / 4);
        return of(manager, rows, new Order(rows.count(), size, seed), largest);
    }

    /** @param onDevice bytes of the largest split that is kept on the device */
    static Batches of(NDManager manager, Rows rows, Order order, long onDevice) {
        if (rows.random() || rows.bytes() > onDevice) {
            return new ReadAhead(rows, order);
        }
        float[] values = new Split(rows, new int[0]).values();
        return new OnDevice(manager.create(values, new Shape(rows.count(), rows.elements())), order);
    }

    /** A split on the device, from which batches are gathered. */
    record OnDevice(NDArray data, Order order) implements Batches {

        @Override
        public int perEpoch() {
            return order.perEpoch();
        }

        @Override
        public Step.Examples batch(int epoch, int place) {
            int[] examples = order.batch(epoch, place);
            return new Step.Examples() {

                @Override
                public int count() {
                    return examples.length;
                }

                @Override
                public NDArray rows(int from, int to, NDManager manager) {
                    NDArray rows = manager.create(Arrays.copyOfRange(examples, from, to));
                    NDArray batch = data.get(manager, new NDIndex("{}", rows));
                    batch.attach(manager);
                    return batch;
                }
            };
        }
    }
}
