package dev.equipoise.data;

import dev.equipoise.random.CounterRandom;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The examples of one split. They need not fit in memory. If a source has numbers that are not floats, such as times in
 * seconds, the rows give the exact numbers until preprocessing has converted them. A missing value is NaN.
 *
 * @param rows one for each example
 * @param labels one class for each example, for pictures and evaluation only; empty if there are none
 * @param given what the model is given beside each example; empty if there is nothing
 */
public record Split(Rows rows, int[] labels, Optional<Rows> given) {

    /** Bytes of chosen examples that are copied. */
    private static final long HELD = 64L << 20;

    /** A split whose model is given nothing else. */
    public Split(Rows rows, int[] labels) {
        this(rows, labels, Optional.empty());
    }

    /** A split in memory, of values that are floats in the source. */
    public Split(float[] values, int elements, int[] labels) {
        this(Rows.of(values, elements), labels);
    }

    public Split {
        if (labels.length != 0 && labels.length != rows.count()) {
            throw new IllegalArgumentException(
                    "a split must have one label for each of its " + rows.count() + " examples, got " + labels.length);
        }
    }

    /** The same examples with other rows. */
    Split map(UnaryOperator<Rows> change) {
        return new Split(change.apply(rows), labels, given);
    }

    /** The same, but elements that are not kept are missing. */
    public Split only(boolean[] kept) {
        return map(rows -> new KeptElements(rows, kept.clone()));
    }

    public int examples() {
        return rows.count();
    }

    /** Elements of one datum. */
    public int elements() {
        return rows.elements();
    }

    /** All values, row-major, in an array of the caller's own: for splits that fit in memory. */
    public float[] values() {
        return values(0, examples());
    }

    /** The values of some examples, row-major, in an array of the caller's own. */
    public float[] values(int from, int to) {
        float[] values = new float[Math.multiplyExact(to - from, elements())];
        for (int n = from; n < to; n++) {
            rows.read(n, values, (n - from) * elements());
        }
        return values;
    }

    /** What reads one example after the other. */
    @FunctionalInterface
    public interface Reader {

        /** @param row the example's elements, in an array that the next example fills anew */
        void read(int example, float[] row);
    }

    /** Reads every example in order. */
    public void forEach(Reader reader) {
        float[] row = new float[elements()];
        for (int n = 0; n < examples(); n++) {
            rows.read(n, row, 0);
            reader.read(n, row);
        }
    }

    /** What reads one example after the other in double precision. */
    @FunctionalInterface
    interface ExactReader {

        void read(int example, double[] row);
    }

    /** Reads every example in order, as the source has it. */
    void forEachExact(ExactReader reader) {
        double[] row = new double[elements()];
        for (int n = 0; n < examples(); n++) {
            rows.read(n, row, 0);
            reader.read(n, row);
        }
    }

    /**
     * A sample of {@code count} examples: one at a random place in each of {@code count} equal stretches. Examples
     * at equal distances would be a biased sample if the order of the examples is periodic.
     *
     * @param draw number of the sample; the same number always gives the same examples
     */
    public Split sampled(int count, long draw) {
        int examples = examples();
        if (count >= examples) {
            return this;
        }
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            double place = (i + CounterRandom.uniform(0, CounterRandom.Stream.SAMPLE, draw, i)) / count;
            chosen[i] = Math.min((int) (place * examples), examples - 1);
        }
        return chosen(chosen);
    }

    /** The first {@code count} examples. */
    public Split first(int count) {
        return count >= examples() ? this : chosen(IntStream.range(0, count).toArray());
    }

    /** These examples, which are read into memory if they are few. */
    private Split chosen(int[] examples) {
        int[] ofThem = labels.length == 0
                ? labels
                : IntStream.of(examples).map(n -> labels[n]).toArray();
        return new Split(chosen(rows, examples), ofThem, given.map(beside -> chosen(beside, examples)));
    }

    private static Rows chosen(Rows all, int[] examples) {
        Rows chosen = all.chosen(examples);
        return chosen.bytes() <= HELD ? chosen.inMemory() : chosen;
    }

    /** The mean of every element over the examples that have it, 0 if no example has it; length N. */
    public double[] means() {
        double[] means = new double[elements()];
        double[] observed = observed();
        forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                means[i] += Float.isNaN(row[i]) ? 0 : row[i] / observed[i];
            }
        });
        return means;
    }

    /** The number of examples that have each element; length N. */
    public double[] observed() {
        double[] observed = new double[elements()];
        forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                observed[i] += Float.isNaN(row[i]) ? 0 : 1;
            }
        });
        return observed;
    }

    /** Squared distance of every example from a point, summed over the elements that it has. */
    public double[] squaredDistances(double[] point) {
        double[] distances = new double[examples()];
        forEach((n, row) -> {
            for (int i = 0; i < row.length; i++) {
                double deviation = Float.isNaN(row[i]) ? 0 : row[i] - point[i];
                distances[n] += deviation * deviation;
            }
        });
        return distances;
    }

    /** The covariance of the elements (over n, not n - 1), row by row; length N·N. A missing value counts as the mean. */
    public double[] covariance() {
        int elements = elements();
        double examples = examples();
        double[] means = means();
        double[] covariance = new double[Math.multiplyExact(elements, elements)];
        double[] deviations = new double[elements];
        forEach((n, row) -> {
            for (int i = 0; i < elements; i++) {
                deviations[i] = Float.isNaN(row[i]) ? 0 : row[i] - means[i];
            }
            for (int i = 0; i < elements; i++) {
                double value = deviations[i] / examples;
                for (int j = 0; j <= i; j++) {
                    covariance[i * elements + j] += value * deviations[j];
                }
            }
        });
        for (int i = 0; i < elements; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j * elements + i] = covariance[i * elements + j];
            }
        }
        return covariance;
    }
}
