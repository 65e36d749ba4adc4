package dev.equipoise.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/**
 * A convolution from (channels, height, width) to (filters, height', width').
 *
 * @param filters output channels
 * @param kernel side of the square kernel
 * @param stride in both directions
 * @param padding zeros on every side
 */
public record Convolution(int filters, int kernel, int stride, int padding) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        if (input.size() != 3 || side(input.get(1)) < 1 || side(input.get(2)) < 1) {
            throw new InvalidPartException("a convolution of kernel " + kernel
                    + " must get images of shape (channels, height, width) that are large enough, got shape " + input);
        }
        return List.of(filters, side(input.get(1)), side(input.get(2)));
    }

    private int side(int input) {
        return Math.floorDiv(input + 2 * padding - kernel, stride) + 1;
    }

    @Override
    public long parameters(List<Integer> input) {
        return (input.get(0) * (long) kernel * kernel + 1) * filters;
    }

    @Override
    public Block block(List<Integer> input) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .build();
    }
}
