package dev.equipoise.model;

import ai.djl.nn.Block;
import java.util.List;

/** All elements in one axis. */
public record Flatten() implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return List.of(Math.toIntExact(Reshape.elements(input)));
    }

    @Override
    public Block block(List<Integer> input) {
        return new Reshape(output(input)).block(input);
    }
}
