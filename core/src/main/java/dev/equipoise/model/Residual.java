package dev.equipoise.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * x + f(x), where f is layers in a row that keep the shape (He et al. 2016).
 *
 * @param layers f
 */
record Residual(List<Layer> layers) implements Layer {

    Residual {
        layers = List.copyOf(layers);
    }

    @Override
    public List<Integer> output(List<Integer> input) {
        List<Integer> output = input;
        for (Layer layer : layers) {
            output = layer.output(output);
        }
        if (!output.equals(input)) {
            throw new InvalidPartException("a residual layer must keep its shape, got " + input + " to " + output);
        }
        return output;
    }

    @Override
    public long parameters(List<Integer> input) {
        return sum(input, Layer::parameters);
    }

    @Override
    public long activations(List<Integer> input) {
        return sum(input, Layer::activations);
    }

    private interface OfInput {
        long of(Layer layer, List<Integer> input);
    }

    private long sum(List<Integer> input, OfInput number) {
        List<Integer> shape = input;
        long sum = 0;
        for (Layer layer : layers) {
            sum += number.of(layer, shape);
            shape = layer.output(shape);
        }
        return sum;
    }

    @Override
    public Block block(List<Integer> input) {
        List<Block> blocks = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<Integer> shape = input;
        for (Layer layer : layers) {
            blocks.add(layer.block(shape));
            shapes.add(
                    new Shape(LongStream.concat(LongStream.of(1), shape.stream().mapToLong(Integer::longValue))
                            .toArray()));
            shape = layer.output(shape);
        }
        return new Sum(blocks, shapes);
    }

    /** The kinds of its layers: all of their values would be longer than a line. */
    @Override
    public String toString() {
        return layers.stream()
                .map(layer -> layer.getClass().getSimpleName())
                .collect(Collectors.joining(", ", "Residual[", "]"));
    }

    private static final class Sum extends AbstractBlock {

        private final List<Block> blocks;
        private final List<Shape> shapes;

        Sum(List<Block> blocks, List<Shape> shapes) {
            this.blocks = List.copyOf(blocks);
            this.shapes = List.copyOf(shapes);
            blocks.forEach(block -> addChildBlock("", block));
        }

        /** By the shapes that the layers state: a lambda would run on DJL's default engine to find its own. */
        @Override
        protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).initialize(manager, dataType, shapes.get(i));
            }
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> options) {
            NDList values = inputs;
            for (Block block : blocks) {
                values = block.forward(parameters, values, training);
            }
            return new NDList(inputs.singletonOrThrow().add(values.singletonOrThrow()));
        }
    }
}
