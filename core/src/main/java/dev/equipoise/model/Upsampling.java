package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** A transposed convolution, kernel 4, stride 2, padding 1: (channels, height, width) to (filters, 2·height, 2·width). */
public record Upsampling(int filters) implements Layer {

    private static final NDIndex EVEN_EVEN = new NDIndex(":, 0, 0, :-1, :-1");
    private static final NDIndex EVEN_ODD = new NDIndex(":, 0, 1, :-1, 1:");
    private static final NDIndex ODD_EVEN = new NDIndex(":, 1, 0, 1:, :-1");
    private static final NDIndex ODD_ODD = new NDIndex(":, 1, 1, 1:, 1:");

    @Override
    public List<Integer> output(List<Integer> input) {
        if (input.size() != 3) {
            throw new InvalidPartException(
                    "a transposed convolution must get images of shape (channels, height, width), got shape " + input);
        }
        return List.of(filters, 2 * input.get(1), 2 * input.get(2));
    }

    @Override
    public long parameters(List<Integer> input) {
        return (input.get(0) * 16L + 1) * filters;
    }

    @Override
    public Block block(List<Integer> input) {
        return new TransposedConvolution(filters);
    }

    /**
     * The images (B, F, 2H, 2W) whose even and odd rows and columns a 2x2 convolution of padding 1 made as 4·F channels
     * (B, 4F, H + 1, W + 1).
     */
    public static NDArray interleaved(NDArray y, int filters) {
        Shape s = y.getShape();
        long height = s.get(2) - 1;
        long width = s.get(3) - 1;
        // Five axes at most: MXNet slices no more.
        NDArray z = y.reshape(s.get(0) * filters, 2, 2, s.get(2), s.get(3));
        NDArray even = NDArrays.stack(new NDList(z.get(EVEN_EVEN), z.get(EVEN_ODD)), 3);
        NDArray odd = NDArrays.stack(new NDList(z.get(ODD_EVEN), z.get(ODD_ODD)), 3);
        return NDArrays.stack(new NDList(even, odd), 2).reshape(s.get(0), filters, 2 * height, 2 * width);
    }
}
