package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import java.util.List;

/**
 * Puts factor − 1 zeros after each row and each column of images. A convolution of stride 1 after it is a transposed
 * convolution whose stride is the factor.
 */
record Stretch(int factor) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return List.of(
                input.get(0), Math.multiplyExact(factor, input.get(1)), Math.multiplyExact(factor, input.get(2)));
    }

    @Override
    public Block block(List<Integer> input) {
        return LambdaBlock.singleton(x -> {
            long images = x.getShape().get(0) * x.getShape().get(1);
            long height = x.getShape().get(2);
            long width = x.getShape().get(3);
            NDArray rows = stretched(x.reshape(images * height, 1, width), 1);
            return stretched(rows.reshape(images * height * factor * width, 1), 1)
                    .reshape(x.getShape().get(0), x.getShape().get(1), height * factor, width * factor);
        });
    }

    private NDArray stretched(NDArray x, int axis) {
        return NDArrays.concat(new NDList(x, Pad.zeros(x, axis, factor - 1L)), axis);
    }
}
