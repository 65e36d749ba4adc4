package dev.equipoise.data;

import dev.equipoise.random.CounterRandom;
import java.util.Arrays;

/**
 * Examples in rows. If a source has numbers that are not floats, such as times in seconds, the split also keeps the
 * exact numbers until preprocessing has converted them.
 *
 * @param values row-major, length examples · elements
 * @param elements of one datum
 * @param exact the same values in double precision; empty if each is a float
 * @param labels one class for each example, for pictures and evaluation only; empty if there are none
 */
public record Split(float[] values, double[] exact, int elements, int[] labels) {

    /** A split of values that are floats in the source. */
    public Split(float[] values, int elements, int[] labels) {
        this(values, new double[0], elements, labels);
    }

    public Split {
        if (elements < 1 || values.length % elements != 0) {
            throw new IllegalArgumentException(
                    "a split's values must fill rows of " + elements + " elements, got " + values.length + " values");
        }
        if (exact.length != 0 && exact.length != values.length) {
            throw new IllegalArgumentException("a split must have an exact number for each of its " + values.length
                    + " values, got " + exact.length);
        }
        if (labels.length != 0 && labels.length != values.length / elements) {
            throw new IllegalArgumentException("a split must have one label for each of its " + values.length / elements
                    + " examples, got " + labels.length);
        }
    }

    public int examples() {
        return values.length / elements;
    }

    /** A value as the source has it. */
    double value(int index) {
        return exact.length == 0 ? values[index] : exact[index];
    }

    /** The same in arrays of its own. */
    Split copy() {
        return new Split(values.clone(), exact.clone(), elements, labels);
    }

    /** The floats alone. */
    Split rounded() {
        return exact.length == 0 ? this : new Split(values, elements, labels);
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
        float[] chosen = new float[count * elements];
        double[] chosenExact = new double[exact.length == 0 ? 0 : count * elements];
        int[] chosenLabels = new int[labels.length == 0 ? 0 : count];
        for (int i = 0; i < count; i++) {
            double place = (i + CounterRandom.uniform(0, CounterRandom.Stream.SAMPLE, draw, i)) / count;
            int example = Math.min((int) (place * examples), examples - 1);
            System.arraycopy(values, example * elements, chosen, i * elements, elements);
            if (chosenExact.length != 0) {
                System.arraycopy(exact, example * elements, chosenExact, i * elements, elements);
            }
            if (chosenLabels.length != 0) {
                chosenLabels[i] = labels[example];
            }
        }
        return new Split(chosen, chosenExact, elements, chosenLabels);
    }

    /** The mean of every element over the examples; length N. */
    public double[] means() {
        double[] means = new double[elements];
        for (int i = 0; i < values.length; i++) {
            means[i % elements] += values[i] / (double) examples();
        }
        return means;
    }

    /** Squared distance of every example from a point, summed over elements. */
    public double[] squaredDistances(double[] point) {
        double[] distances = new double[examples()];
        for (int i = 0; i < values.length; i++) {
            double deviation = values[i] - point[i % elements];
            distances[i / elements] += deviation * deviation;
        }
        return distances;
    }

    /** The first {@code count} examples. */
    public Split first(int count) {
        return count >= examples()
                ? this
                : new Split(
                        Arrays.copyOf(values, count * elements),
                        exact.length == 0 ? exact : Arrays.copyOf(exact, count * elements),
                        elements,
                        labels.length == 0 ? labels : Arrays.copyOf(labels, count));
    }
}
