package dev.equipoise.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.equipoise.part.InvalidPartException;
import java.util.List;
import java.util.stream.LongStream;

/** The same elements in another shape. */
public record Reshape(List<Integer> shape) implements Layer {

    public Reshape {
        shape = List.copyOf(shape);
    }

    @Override
    public List<Integer> output(List<Integer> input) {
        if (elements(input) != elements(shape)) {
            throw new InvalidPartException("a reshape must keep the number of elements, got " + input + " to " + shape);
        }
        return shape;
    }

    static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    @Override
    public Block block(List<Integer> input) {
        long[] dimensions = LongStream.concat(LongStream.of(-1), shape.stream().mapToLong(Integer::longValue))
                .toArray();
        return LambdaBlock.singleton(x -> x.reshape(new Shape(dimensions)));
    }
}
