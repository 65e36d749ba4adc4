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
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Layers on an engine, one after another, with their trainable parameters by path, which are 0. */
final class Chain {

    private final ParameterStore store;
    private final List<LayerShape> shapes;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

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
        block.initialize(manager, type, new Shape(input));
        for (Pair<String, Parameter> pair : block.getParameters()) {
            Parameter parameter = pair.getValue();
            if (parameter.requiresGradient()) {
                parameters.put(shape.path() + "." + pair.getKey(), parameter.getArray());
            }
        }
        blocks.add(block);
    }

    Map<String, NDArray> parameters() {
        return parameters;
    }

    /**
     * Recorded code.
     *
     * @param checked whether the shapes of the layers' outputs were already checked for this number of rows
     */
    NDArray through(NDArray input, boolean training, boolean checked) {
        NDList values = new NDList(input);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            NDList before = values;
            values =
                    PartException.ask(shapes.get(i).name(), "its output", () -> block.forward(store, before, training));
            if (!checked) {
                shapes.get(i).check(values, input.getShape().get(0));
            }
        }
        return values.singletonOrThrow();
    }
}
