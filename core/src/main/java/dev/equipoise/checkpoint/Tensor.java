package dev.equipoise.checkpoint;

import java.util.Arrays;

/**
 * Numbers in rows of rows, on the heap.
 *
 * @param shape of any rank; of a single number, empty
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
}
