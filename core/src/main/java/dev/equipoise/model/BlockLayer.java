package dev.equipoise.model;

import ai.djl.nn.Block;
import ai.djl.nn.norm.Dropout;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartException;
import java.util.List;
import java.util.function.Supplier;

/** A layer of which only its user knows more than these values. */
record BlockLayer(String name, Supplier<Block> blocks, List<Integer> shape, long parameters) implements Layer {

    BlockLayer {
        shape = List.copyOf(shape);
    }

    @Override
    public List<Integer> output(List<Integer> input) {
        refuseDraws(block(input));
        return shape;
    }

    private void refuseDraws(Block block) {
        if (block instanceof Dropout) {
            throw new InvalidPartException(
                    "the block of " + name + " must not draw numbers on the engine, got DJL's dropout; leave it out");
        }
        block.getChildren().values().forEach(this::refuseDraws);
    }

    @Override
    public long parameters(List<Integer> input) {
        return parameters;
    }

    @Override
    public Block block(List<Integer> input) {
        return PartException.ask(name, "its block", blocks);
    }

    @Override
    public String toString() {
        return name;
    }
}
