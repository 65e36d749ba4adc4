package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.equipoise.objective.Constants;
import java.util.List;

/** Rows and columns of zeros around images: convolutions of DJL pad both ends of a side by the same number only. */
record Pad(int top, int bottom, int left, int right) implements Layer {

    boolean even() {
        return top == bottom && left == right && top == left;
    }

    @Override
    public List<Integer> output(List<Integer> input) {
        return List.of(input.get(0), input.get(1) + top + bottom, input.get(2) + left + right);
    }

    @Override
    public Block block(List<Integer> input) {
        return LambdaBlock.singleton(x -> padded(padded(x, 2, top, bottom), 3, left, right));
    }

    private static NDArray padded(NDArray x, int axis, int before, int after) {
        NDList parts = new NDList();
        if (before > 0) {
            parts.add(zeros(x, axis, before));
        }
        parts.add(x);
        if (after > 0) {
            parts.add(zeros(x, axis, after));
        }
        return parts.size() == 1 ? x : NDArrays.concat(parts, axis);
    }

    /** Of the shape of x, with this length of one axis. */
    static NDArray zeros(NDArray x, int axis, long length) {
        long[] shape = x.getShape().getShape().clone();
        shape[axis] = length;
        return Constants.beside(x, 0).broadcast(new Shape(shape));
    }
}
