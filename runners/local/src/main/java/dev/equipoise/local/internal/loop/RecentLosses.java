package dev.equipoise.local.internal.loop;

import dev.equipoise.stopping.Median;
import java.util.Arrays;

/** The last losses of a run, by which a spike is known: more than the median by eight median absolute deviations. */
final class RecentLosses {

    private static final int WINDOW = 64;
    private static final int ENOUGH = 16;
    private static final double SPIKE = 8;

    private final double[] losses = new double[WINDOW];
    private long seen;

    void add(double loss) {
        losses[(int) (seen++ % WINDOW)] = loss;
    }

    /** Whether the last one is no spike. A few tell nothing yet. */
    boolean calm() {
        int count = (int) Math.min(seen, WINDOW);
        if (count < ENOUGH) {
            return true;
        }
        double[] window = Arrays.copyOf(losses, count);
        double median = Median.of(window);
        return losses[(int) ((seen - 1) % WINDOW)] <= median + SPIKE * Median.deviation(window, median);
    }

    /**
     * What is saved.
     *
     * @param losses a ring
     */
    record State(double[] losses, long seen) {}

    State save() {
        return new State(losses.clone(), seen);
    }

    void restore(State saved) {
        System.arraycopy(saved.losses(), 0, losses, 0, Math.min(WINDOW, saved.losses().length));
        seen = saved.seen();
    }
}
