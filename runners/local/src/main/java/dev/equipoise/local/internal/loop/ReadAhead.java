package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.equipoise.data.Rows;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A split of which a thread reads the next batches while a step is taken. */
final class ReadAhead implements Batches {

    /** Batches that are read before they are asked for. */
    private static final int AHEAD = 2;

    private final Rows rows;
    private final Order order;
    private final ExecutorService reader = reader();
    private final Deque<Pending> pending = new ArrayDeque<>();

    ReadAhead(Rows rows, Order order) {
        this.rows = rows;
        this.order = order;
    }

    /** A thread that ends when nothing was read for a while. */
    private static ExecutorService reader() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "equipoise-reader");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A batch that is being read. */
    private record Pending(int epoch, int place, int count, Future<float[]> values) {}

    @Override
    public int perEpoch() {
        return order.perEpoch();
    }

    @Override
    public Step.Examples batch(int epoch, int place) {
        Pending first = pending.peek();
        if (first == null || first.epoch() != epoch || first.place() != place) {
            // The run begins here, or has gone back to a checkpoint.
            pending.forEach(batch -> batch.values().cancel(false));
            pending.clear();
            pending.add(read(epoch, place));
        }
        while (pending.size() <= AHEAD) {
            Pending last = pending.getLast();
            boolean ends = last.place() + 1 == perEpoch();
            pending.add(read(ends ? last.epoch() + 1 : last.epoch(), ends ? 0 : last.place() + 1));
        }
        return new Read(pending.remove(), rows.elements());
    }

    @Override
    public Step.Examples beside(int epoch, int place) {
        return new Read(read(epoch, place), rows.elements());
    }

    private Pending read(int epoch, int place) {
        int[] examples = order.batch(epoch, place);
        Rows drawn = rows.drawn(epoch);
        return new Pending(epoch, place, examples.length, reader.submit(() -> {
            float[] values = new float[examples.length * rows.elements()];
            for (int i = 0; i < examples.length; i++) {
                drawn.read(examples[i], values, i * rows.elements());
            }
            return values;
        }));
    }

    private record Read(Pending batch, int elements) implements Step.Examples {

        @Override
        public int count() {
            return batch.count();
        }

        @Override
        public NDArray rows(int from, int to, NDManager manager) {
            float[] values = values();
            boolean all = from == 0 && to == count();
            return manager.create(
                    all ? values : Arrays.copyOfRange(values, from * elements, to * elements),
                    new Shape(to - from, elements));
        }

        private float[] values() {
            try {
                return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(batch.values()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e.getCause();
            }
        }
    }
}
