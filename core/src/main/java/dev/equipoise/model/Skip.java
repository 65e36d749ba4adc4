package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the latents beside the features, or beside the channels of images as constant channels, so that the next layer
 * gets them too (Dieng et al. 2019).
 *
 * @param latents M of them, the second input of the block
 */
record Skip(int latents) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        if (input.size() != 1 && input.size() != 3) {
            throw new InvalidPartException("latents must be put beside features or images, got shape " + input);
        }
        List<Integer> output = new ArrayList<>(input);
        output.set(0, input.get(0) + latents);
        return output;
    }

    @Override
    public Block block(List<Integer> input) {
        return new Beside(latents);
    }

    private static final class Beside extends AbstractBlock {

        private final int latents;

        Beside(int latents) {
            this.latents = latents;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            long[] shape = inputShapes[0].getShape().clone();
            shape[1] += latents;
            return new Shape[] {new Shape(shape)};
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> options) {
            NDArray x = inputs.get(0);
            NDArray z = inputs.get(1);
            if (x.getShape().dimension() == 4) {
                long[] shape = x.getShape().getShape().clone();
                shape[1] = latents;
                z = z.reshape(new Shape(shape[0], latents, 1, 1)).broadcast(new Shape(shape));
            }
            return new NDList(NDArrays.concat(new NDList(x, z), 1));
        }
    }
}
