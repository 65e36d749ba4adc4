package dev.equipoise.model;

import ai.djl.nn.Block;
import java.util.List;

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

    /** A new block that computes the layer; its parameters are initialised by {@link Vae}. */
    Block block(List<Integer> input);
}
