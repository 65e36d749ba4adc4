package dev.equipoise.model;

import ai.djl.nn.Block;
import dev.equipoise.objective.Batch;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One layer, as a record, so that shapes, parameter counts and errors are known before an engine is loaded. Shapes
 * leave the batch axis out.
 */
public interface Layer {

    /**
     * The shape of the output.
     *
     * @throws dev.equipoise.part.InvalidPartException if the layer cannot take this input
     */
    List<Integer> output(List<Integer> input);

    /** The number of trainable parameters for this input. */
    default long parameters(List<Integer> input) {
        return 0;
    }

    /** The numbers of an example that a forward pass keeps for its backward pass, an estimate: those of the output. */
    default long activations(List<Integer> input) {
        return Reshape.elements(output(input));
    }

    /**
     * The side input that its block gets as a second input: always in training, and in evaluation if it is set; empty if
     * the layer has none.
     *
     * @param path of the layer, for names that only this layer uses
     */
    default Optional<Batch.SideInput> sideInput(String path, List<Integer> input) {
        return Optional.empty();
    }

    /** A new block that computes the layer; its parameters are initialised by {@link Vae}. */
    Block block(List<Integer> input);

    /**
     * Any block of DJL as a layer. Its weights of at least two axes start as those of every layer do, everything else as
     * DJL starts it. A block that draws numbers on the engine, such as DJL's dropout, is refused: a resumed run would draw
     * others.
     *
     * @param name of the layer in messages and descriptions
     * @param block makes a new one at each call, without an engine
     * @param output shape of the output, batch axis left out
     * @param parameters the number of trainable parameters
     */
    static Layer of(String name, Supplier<Block> block, List<Integer> output, long parameters) {
        return new BlockLayer(name, block, output, parameters);
    }
}
