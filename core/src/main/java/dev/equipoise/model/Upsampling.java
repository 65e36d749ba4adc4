package dev.equipoise.model;

import ai.djl.nn.Block;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** A transposed convolution, kernel 4, stride 2, padding 1: (channels, height, width) to (filters, 2·height, 2·width). */
public record Upsampling(int filters) implements Layer {

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
}
