package dev.equipoise.model;

import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import dev.equipoise.part.InvalidPartException;
import java.util.List;

/** y = W·x + b from (features) to (units). */
public record Dense(int units) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        if (input.size() != 1) {
            throw new InvalidPartException(
                    "a dense layer must get a flat input, got shape " + input + "; put a Flatten before it");
        }
        return List.of(units);
    }

    @Override
    public long parameters(List<Integer> input) {
        return (input.get(0) + 1L) * units;
    }

    @Override
    public Block block(List<Integer> input) {
        return Linear.builder().setUnits(units).build();
    }
}
