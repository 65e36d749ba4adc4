package dev.equipoise.model;

import ai.djl.nn.Block;
import java.util.List;
import java.util.OptionalDouble;

/** (x − mean)/√(variance + 1e-5), times a gain, plus a shift, which are of each feature or channel; any shape. */
record Normalize(Normalization over) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return input;
    }

    @Override
    public long parameters(List<Integer> input) {
        return 2L * input.get(0);
    }

    @Override
    public Block block(List<Integer> input) {
        return over == Normalization.BATCH ? new BatchNormalization(OptionalDouble.empty()) : new LayerNormalization();
    }
}
