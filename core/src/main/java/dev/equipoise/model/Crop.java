package dev.equipoise.model;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** The inner (height, width) of images, cut evenly from both sides; an odd row or column goes at the end. */
public record Crop(int height, int width) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        if (input.size() != 3 || input.get(1) < height || input.get(2) < width) {
            throw new InvalidPartException(
                    "a crop to " + height + "x" + width + " must get larger images, got shape " + input);
        }
        return List.of(input.get(0), height, width);
    }

    @Override
    public Block block(List<Integer> input) {
        int top = (input.get(1) - height) / 2;
        int left = (input.get(2) - width) / 2;
        NDIndex inner = new NDIndex(":, :, {}:{}, {}:{}", top, top + height, left, left + width);
        return LambdaBlock.singleton(x -> x.get(inner));
    }
}
