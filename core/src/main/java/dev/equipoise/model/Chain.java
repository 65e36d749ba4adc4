package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import dev.equipoise.objective.Batch;
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Layers on an engine, one after another, with their trainable parameters by path, which are 0. */
final class Chain {

    private final ParameterStore store;
    private final List<LayerShape> shapes;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new LinkedHashMap<>();
    private final List<NDArray> weights = new ArrayList<>();

    Chain(List<LayerShape> shapes, NDManager manager, DataType type) {
        store = new ParameterStore(manager, false);
        this.shapes = List.copyOf(shapes);
        shapes.forEach(shape -> append(shape, manager, type));
    }

    private void append(LayerShape shape, NDManager manager, DataType type) {
        Block block =
                PartException.ask(shape.name(), "its block", () -> shape.layer().block(shape.input()));
        block.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
        long[] input = Stream.concat(Stream.of(1), shape.input().stream())
                .mapToLong(Integer::longValue)
                .toArray();
        PartException.ask(shape.name(), "its parameters", () -> {
            block.initialize(manager, type, new Shape(input));
            return block;
        });
        long trained = 0;
        for (Pair<String, Parameter> pair : block.getParameters()) {
            Parameter parameter = pair.getValue();
            NDArray array = parameter.getArray();
            String path = shape.path() + "." + pair.getKey();
            if (parameter.requiresGradient()) {
                parameters.put(path, array);
                trained += array.size();
                if (parameter.getType() == Parameter.Type.WEIGHT
                        && array.getShape().dimension() > 1) {
                    weights.add(array);
                }
            } else {
                statistics.put(path, array);
            }
        }
        if (trained != shape.parameters()) {
            throw new PartException(shape.name() + " must have as many trainable parameters as it states, "
                    + shape.parameters() + ", got a block of " + trained);
        }
        blocks.add(block);
    }

    Map<String, NDArray> parameters() {
        return parameters;
    }

    /** What training moves without a gradient, by path. */
    Map<String, NDArray> statistics() {
        return statistics;
    }

    /** Trainable arrays that start at random values. */
    List<NDArray> weights() {
        return weights;
    }

    void keepStatistics() {
        blocks.forEach(BatchNormalization::keepStatistics);
    }

    /** What the layers want to be drawn for a batch in training. */
    Stream<Batch.SideInput> sideInputs() {
        return shapes.stream().flatMap(shape -> shape.sideInput().stream());
    }

    /**
     * Recorded code.
     *
     * @param side inputs by name, of which training needs those of the layers
     * @param checked whether the shapes of the layers' outputs were already checked for this number of rows
     */
    NDArray through(NDArray input, Map<String, NDArray> side, boolean training, boolean checked) {
        NDList values = new NDList(input);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            NDList before = inputs(shapes.get(i), values, input, side, training);
            values =
                    PartException.ask(shapes.get(i).name(), "its output", () -> block.forward(store, before, training));
            if (!checked) {
                shapes.get(i).check(values, input.getShape().get(0));
            }
        }
        return values.singletonOrThrow();
    }

    private static NDList inputs(
            LayerShape shape, NDList values, NDArray ofChain, Map<String, NDArray> side, boolean training) {
        if (shape.layer() instanceof Skip) {
            return new NDList(values.singletonOrThrow(), ofChain);
        }
        return shape.sideInput()
                .filter(wanted -> training || (wanted.distribution().inEvaluation() && side.containsKey(wanted.name())))
                .map(wanted -> new NDList(
                        values.singletonOrThrow(), Objects.requireNonNull(side.get(wanted.name()), wanted.name())))
                .orElse(values);
    }
}
