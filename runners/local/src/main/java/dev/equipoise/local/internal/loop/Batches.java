package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
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

    /** Of a split that is kept on the device if it is small, and read ahead if not. */
    static Batches of(NDManager manager, Split split, int size, long seed) {
        return of(manager, split, new Order(split.examples(), size, seed), LARGEST_ON_DEVICE);
    }

    /** @param onDevice bytes of the largest split that is kept on the device */
    static Batches of(NDManager manager, Split split, Order order, long onDevice) {
        return split.rows().bytes() <= onDevice
                ? new OnDevice(manager.create(split.values(), new Shape(split.examples(), split.elements())), order)
                : new ReadAhead(split.rows(), order);
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
