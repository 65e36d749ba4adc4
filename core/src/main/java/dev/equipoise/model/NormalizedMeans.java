package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Normalizes the raw means, which are the first M of 2·M columns, over the batch: to the deviation gamma, plus a shift. */
record NormalizedMeans(int latents, double gamma) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return input;
    }

    @Override
    public long parameters(List<Integer> input) {
        return latents;
    }

    @Override
    public Block block(List<Integer> input) {
        return new OfMeans(latents, gamma);
    }

    private static final class OfMeans extends AbstractBlock {

        private final BatchNormalization normalization;
        private final NDIndex means;
        private final NDIndex others;
        private final int latents;

        OfMeans(int latents, double gamma) {
            this.latents = latents;
            normalization = addChildBlock("means", new BatchNormalization(OptionalDouble.of(gamma)));
            means = new NDIndex(":, :{}", latents);
            others = new NDIndex(":, {}:", latents);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
            normalization.initialize(manager, dataType, new Shape(inputShapes[0].get(0), latents));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> options) {
            NDArray raw = inputs.singletonOrThrow();
            NDArray normalized = normalization
                    .forward(parameters, new NDList(raw.get(means)), training)
                    .singletonOrThrow();
            return new NDList(NDArrays.concat(new NDList(normalized, raw.get(others)), 1));
        }
    }
}
