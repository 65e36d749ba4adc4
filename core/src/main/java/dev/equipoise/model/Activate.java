package dev.equipoise.model;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import java.util.List;

/** An elementwise nonlinearity; any shape. */
public record Activate(Activation activation) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return input;
    }

    @Override
    public Block block(List<Integer> input) {
        return LambdaBlock.singleton(activation::of);
    }
}
