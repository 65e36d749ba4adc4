package dev.equipoise.model;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.core.Linear;
import java.util.List;

/** y = (W·x + b)·sigmoid(V·x + c), elementwise, from (features) to (units) (Tomczak and Welling 2018). */
record GatedDense(int units) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return new Dense(units).output(input);
    }

    @Override
    public long parameters(List<Integer> input) {
        return 2 * new Dense(units).parameters(input);
    }

    @Override
    public long activations(List<Integer> input) {
        return 3L * units;
    }

    @Override
    public Block block(List<Integer> input) {
        return new ParallelBlock(
                ways -> new NDList(
                        ways.get(0).head().mul(Activation.sigmoid(ways.get(1).head()))),
                List.of(linear(), linear()));
    }

    private Block linear() {
        return Linear.builder().setUnits(units).build();
    }
}
