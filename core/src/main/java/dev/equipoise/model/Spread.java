package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes each of the last numbers of a row a constant channel of the image that the row is.
 *
 * @param values of the image, which stay as they are
 * @param given numbers after them
 * @param pixels of a channel
 */
record Spread(int values, int given, int pixels) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return List.of(values + given * pixels);
    }

    @Override
    public Block block(List<Integer> input) {
        return new Channels(this);
    }

    private static final class Channels extends AbstractBlock {

        private final Spread spread;

        Channels(Spread spread) {
            this.spread = spread;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            long columns = spread.values() + (long) spread.given() * spread.pixels();
            return new Shape[] {new Shape(inputShapes[0].get(0), columns)};
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> options) {
            NDArray rows = inputs.singletonOrThrow();
            long count = rows.getShape().get(0);
            NDArray channels = rows.get(":, {}:", spread.values())
                    .reshape(count, spread.given(), 1)
                    .broadcast(new Shape(count, spread.given(), spread.pixels()))
                    .reshape(count, (long) spread.given() * spread.pixels());
            return new NDList(NDArrays.concat(new NDList(rows.get(":, :{}", spread.values()), channels), 1));
        }
    }
}
