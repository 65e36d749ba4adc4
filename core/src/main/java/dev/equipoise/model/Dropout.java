package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.equipoise.objective.Batch;
import java.util.List;
import java.util.Optional;

/**
 * Sets features to 0 in training, or whole channels of images (Tompson et al. 2015), and divides the others by 1 − rate
 * (Srivastava et al. 2014). The mask of 0 and 1/(1 − rate) comes with the batch as a second input; without it, as in
 * evaluation, nothing changes.
 *
 * @param rate the share that is set to 0
 */
record Dropout(double rate) implements Layer {

    @Override
    public List<Integer> output(List<Integer> input) {
        return input;
    }

    @Override
    public Optional<Batch.SideInput> sideInput(String path, List<Integer> input) {
        return Optional.of(new Batch.SideInput(path + ".mask", input.get(0), new Batch.Distribution.Mask(rate)));
    }

    @Override
    public Block block(List<Integer> input) {
        return new LambdaBlock(
                inputs -> inputs.size() == 1 ? inputs : new NDList(masked(inputs.get(0), inputs.get(1))));
    }

    private static NDArray masked(NDArray x, NDArray mask) {
        return x.getShape().dimension() == 2
                ? x.mul(mask)
                : x.mul(mask.reshape(mask.getShape().add(1, 1)));
    }
}
