package dev.equipoise.data;

import java.util.Arrays;

/**
 * Examples in rows.
 *
 * @param values row-major, length examples · elements
 * @param elements of one datum
 * @param labels one class for each example, for pictures and evaluation only; empty where there are none
 */
public record Split(float[] values, int elements, int[] labels) {

    public Split {
        if (elements < 1 || values.length % elements != 0) {
            throw new IllegalArgumentException(
                    "a split's values must fill rows of " + elements + " elements, got " + values.length + " values");
        }
        if (labels.length != 0 && labels.length != values.length / elements) {
            throw new IllegalArgumentException("a split must have one label for each of its " + values.length / elements
                    + " examples, got " + labels.length);
        }
    }

    public int examples() {
        return values.length / elements;
    }

    /** The first {@code count} examples. */
    public Split first(int count) {
        return count >= examples()
                ? this
                : new Split(
                        Arrays.copyOf(values, count * elements),
                        elements,
                        labels.length == 0 ? labels : Arrays.copyOf(labels, count));
    }
}
