package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Numbers that a part trains with the networks.
 *
 * @param name unique within the part
 * @param rows of their array
 * @param columns of their array
 * @param initial value of each, counted row by row from 0; the same at each call
 */
public record Learned(String name, int rows, int columns, IntToDoubleFunction initial) {

    /** Numbers that begin with the same value. */
    public static Learned of(String name, int rows, int columns, double initial) {
        return new Learned(name, rows, columns, i -> initial);
    }

    /** The array of this name among those that a part learns. */
    public static NDArray in(Map<String, NDArray> learned, String name) {
        NDArray array = learned.get(name);
        if (array == null) {
            throw new IllegalArgumentException("the model learns no '" + name + "'; it learns " + learned.keySet());
        }
        return array;
    }

    /** How many they are. */
    public int size() {
        return Math.multiplyExact(rows, columns);
    }

    /** Their array with the initial values. */
    public NDArray array(NDManager manager, DataType type) {
        double[] values = IntStream.range(0, size()).mapToDouble(initial).toArray();
        return Constants.learned(manager, type, values, new Shape(rows, columns));
    }
}
