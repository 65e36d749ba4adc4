package dev.equipoise.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.equipoise.run.IncompatibleResumeException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dense array of floats on the heap.
 *
 * @param shape of any rank; empty for a single number
 * @param values row-major, as many as the product of the shape
 */
public record Tensor(long[] shape, float[] values) {

    public Tensor {
        long size = 1;
        for (long length : shape) {
            size = Math.multiplyExact(size, length);
        }
        if (size != values.length) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " must have " + size
                    + " values, got " + values.length);
        }
    }

    /** Whether every value is a number. */
    public boolean finite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "tensor of shape " + Arrays.toString(shape);
    }

    /** Copies arrays of an engine to the heap. */
    public static Map<String, Tensor> read(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) -> tensors.put(name, new Tensor(array.getShape().getShape(), array.toFloatArray())));
        return tensors;
    }

    /**
     * Writes saved values into existing arrays.
     *
     * @throws IncompatibleResumeException if names or shapes differ, before anything is changed
     */
    public static void write(Map<String, Tensor> saved, Map<String, NDArray> arrays) {
        List<String> problems = new ArrayList<>();
        saved.forEach((name, tensor) -> {
            NDArray array = arrays.get(name);
            if (array == null) {
                problems.add("the checkpoint's " + name + " must exist in the current model, which lacks it");
            } else if (!Arrays.equals(array.getShape().getShape(), tensor.shape())) {
                problems.add(name + " must have the checkpoint's shape " + Arrays.toString(tensor.shape()) + ", got "
                        + array.getShape());
            }
        });
        arrays.keySet().stream()
                .filter(name -> !saved.containsKey(name))
                .forEach(name -> problems.add("the checkpoint must contain " + name + ", which is new"));
        if (!problems.isEmpty()) {
            throw new IncompatibleResumeException(problems);
        }
        saved.forEach((name, tensor) -> {
            NDArray array = arrays.get(name);
            if (array != null) {
                array.set(FloatBuffer.wrap(tensor.values()));
            }
        });
    }
}
