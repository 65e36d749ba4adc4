package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.equipoise.run.EngineName;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution of kernel 4, stride 2 and padding 1, which doubles height and width. Input (B, C, H, W),
 * weight (C, F, 4, 4), bias (F), output (B, F, 2H, 2W).
 *
 * <p>MXNet has an operator for it, which DJL's own block calls wrongly, and whose backward fails for one output channel.
 * DJL's PyTorch engine has none. In both these cases it is computed as a 2x2 convolution to 4·F channels whose outputs interleave: output 2m takes inputs m − 1 and m by kernel rows 3 and 1,
 * output 2m + 1 takes inputs m and m + 1 by rows 2 and 0. Both are exact and share the parameters.
 */
final class TransposedConvolution extends AbstractBlock {

    private final int filters;
    private final Parameter weight;
    private final Parameter bias;

    TransposedConvolution(int filters) {
        this.filters = filters;
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
        bias = addParameter(
                Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        weight.setShape(new Shape(inputShapes[0].get(1), filters, 4, 4));
        bias.setShape(new Shape(filters));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {new Shape(input.get(0), filters, 2 * input.get(2), 2 * input.get(3))};
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        NDArray w = parameters.getValue(weight, x.getDevice(), training);
        NDArray b = parameters.getValue(bias, x.getDevice(), training);
        String engine = x.getManager().getEngine().getEngineName();
        boolean operator = engine.equals(EngineName.MXNET.djlName()) && filters > 1;
        return new NDList(operator ? byOperator(x, w, b) : byInterleaving(x, w, b));
    }

    private NDArray byOperator(NDArray x, NDArray w, NDArray b) {
        PairList<String, Object> settings = new PairList<>();
        settings.add("kernel", "(4, 4)");
        settings.add("stride", "(2, 2)");
        settings.add("pad", "(1, 1)");
        settings.add("num_filter", filters);
        settings.add("no_bias", false);
        return x.getManager()
                .invoke("_npx_deconvolution", new NDList(x, w, b), settings)
                .singletonOrThrow();
    }

    private NDArray byInterleaving(NDArray x, NDArray w, NDArray b) {
        long channels = w.getShape().get(0);
        NDArray rows = reordered(w, ":, :, {}:{}", 2);
        NDArray taken = reordered(rows, ":, :, :, {}:{}", 3);
        NDArray kernels = taken.reshape(channels, filters, 2, 2, 2, 2)
                .transpose(1, 2, 4, 0, 3, 5)
                .reshape(4L * filters, channels, 2, 2);
        NDArray biases = b.reshape(filters, 1).repeat(1, 4).reshape(4L * filters);
        NDArray y = Conv2d.conv2d(x, kernels, biases, new Shape(1, 1), new Shape(1, 1), new Shape(1, 1), 1)
                .singletonOrThrow();
        return Upsampling.interleaved(y, filters);
    }

    /** Taps 3 and 1, which the even outputs take, then 2 and 0, which the odd ones take. */
    private static NDArray reordered(NDArray weight, String index, int axis) {
        NDList taps = new NDList();
        for (int tap : new int[] {3, 1, 2, 0}) {
            taps.add(weight.get(new NDIndex(index, tap, tap + 1)));
        }
        return NDArrays.concat(taps, axis);
    }
}
