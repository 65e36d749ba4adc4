package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Batch;
import dev.equipoise.part.InvalidPartException;
import dev.equipoise.part.PartException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * One line of a model's description.
 *
 * @param path of the layer; its parameters' paths begin with it
 * @param layer itself
 * @param input shape, batch axis left out
 * @param output shape, batch axis left out
 * @param parameters number of trainable parameters
 */
public record LayerShape(String path, Layer layer, List<Integer> input, List<Integer> output, long parameters) {

    /**
     * Every layer of a model, including the encoder's head, in the order in which data pass through them.
     *
     * @param elements N of a datum
     * @throws dev.equipoise.part.InvalidPartException if a layer does not fit the one before it
     */
    public static List<LayerShape> of(VaeLayers layers, int elements) {
        List<LayerShape> shapes = new ArrayList<>();
        List<Integer> features =
                append(shapes, Vae.Network.ENCODER.prefix(), layers.encoder(), List.of(elements + layers.further()));
        Layer head = new Dense(2 * layers.latent());
        shapes.add(new LayerShape(
                Vae.Network.ENCODER.prefix() + "head",
                head,
                features,
                head.output(features),
                head.parameters(features)));
        List<Integer> raw =
                append(shapes, Vae.Network.ENCODER.prefix() + "posterior.", layers.head(), head.output(features));
        if (!raw.equals(head.output(features))) {
            throw new InvalidPartException("the layers of the posterior must have the shape of the encoder's head, "
                    + head.output(features) + ", got " + raw);
        }
        append(shapes, Vae.Network.DECODER.prefix(), layers.decoder(), List.of(layers.latent() + layers.given()));
        return List.copyOf(shapes);
    }

    private static List<Integer> append(
            List<LayerShape> shapes, String prefix, List<Layer> layers, List<Integer> input) {
        List<Integer> shape = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            List<Integer> output = output(prefix + i, layer, shape);
            shapes.add(new LayerShape(prefix + i, layer, shape, output, layer.parameters(shape)));
            shape = output;
        }
        return shape;
    }

    private static List<Integer> output(String path, Layer layer, List<Integer> input) {
        List<Integer> output;
        try {
            output = layer.output(input);
        } catch (InvalidPartException e) {
            throw new InvalidPartException(e.problems().stream()
                    .map(problem -> "layer " + path + " (" + layer + "): " + problem)
                    .toList());
        } catch (ArithmeticException e) {
            throw new InvalidPartException("layer " + path + " (" + layer
                    + ") must have an output of at most " + Integer.MAX_VALUE + " elements, for an input of shape "
                    + input);
        }
        if (output == null || output.isEmpty() || output.stream().anyMatch(side -> side == null || side < 1)) {
            throw new InvalidPartException("layer " + path + " (" + layer
                    + ") must have an output of at least one element on every axis, got shape " + output);
        }
        return output;
    }

    /** The layer's name in messages. */
    public String name() {
        return "layer " + path + " (" + layer + ")";
    }

    /** Whether this output, for this number of examples, has the shape that the layer stated. */
    void check(NDList values, long rows) {
        long[] expected = LongStream.concat(LongStream.of(rows), output.stream().mapToLong(Integer::longValue))
                .toArray();
        if (values.size() != 1 || !Arrays.equals(values.head().getShape().getShape(), expected)) {
            throw new PartException(name() + " must give one array of shape " + new Shape(expected)
                    + ", as its method output states, got "
                    + values.stream().map(NDArray::getShape).toList());
        }
    }

    Optional<Batch.SideInput> sideInput() {
        return layer.sideInput(path, input);
    }

    Vae.Network network() {
        return Vae.Network.owning(path);
    }
}
