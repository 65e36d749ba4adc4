package dev.equipoise.local.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.model.LayerShape;
import dev.equipoise.model.Upsampling;
import dev.equipoise.model.Vae;
import dev.equipoise.model.VaeLayers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * One of a model's two networks as a block of DJL's own blocks: from a flat datum to the raw means and log-variances of its
 * latents in one row of 2·M, or from latents to a flat datum. An upsampling layer becomes a 2x2 convolution to four times
 * its filters, and a lambda that interleaves them.
 */
final class DjlBlocks {

    private final List<LayerShape> shapes;

    /** @throws ForeignBlockException if a layer has blocks that are not DJL's own */
    DjlBlocks(VaeLayers layers, int elements, Vae.Network network) {
        shapes = LayerShape.of(layers, elements).stream()
                .filter(shape -> Vae.Network.owning(shape.path()) == network)
                .toList();
        for (LayerShape shape : shapes) {
            blocks(shape).forEach(block -> check(shape, block));
        }
    }

    private static void check(LayerShape shape, Block block) {
        if (!block.getClass().getName().startsWith("ai.djl.")) {
            throw new ForeignBlockException("the layer " + shape.path() + ", " + shape.layer()
                    + ", must consist of DJL's own blocks to be written as .params, got "
                    + block.getClass().getName() + "; write safetensors instead");
        }
        block.getChildren().values().forEach(child -> check(shape, child));
    }

    /** The block without parameters. */
    SequentialBlock block() {
        return new SequentialBlock()
                .addAll(shapes.stream().flatMap(shape -> blocks(shape).stream()).toList());
    }

    private static List<Block> blocks(LayerShape shape) {
        if (shape.layer() instanceof Upsampling upsampling) {
            int filters = upsampling.filters();
            return List.of(
                    Conv2d.builder()
                            .setKernelShape(new Shape(2, 2))
                            .setFilters(4 * filters)
                            .optPadding(new Shape(1, 1))
                            .build(),
                    LambdaBlock.singleton(y -> Upsampling.interleaved(y, filters)));
        }
        return List.of(shape.layer().block(shape.input()));
    }

    /** The block with these parameters, which {@code manager} owns. */
    SequentialBlock block(Map<String, Tensor> parameters, NDManager manager) {
        SequentialBlock network = new SequentialBlock();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        Map<String, Tensor> values = new LinkedHashMap<>();
        List<Layer> made = new ArrayList<>();
        for (LayerShape shape : shapes) {
            List<Block> blocks = blocks(shape);
            network.addAll(blocks);
            made.add(new Layer(shape, blocks.get(0)));
        }
        network.setInitializer(Initializer.ZEROS, parameter -> true);
        long[] input = LongStream.concat(
                        LongStream.of(1), shapes.get(0).input().stream().mapToLong(Integer::longValue))
                .toArray();
        network.initialize(manager, DataType.FLOAT32, new Shape(input));
        for (Layer layer : made) {
            for (Pair<String, Parameter> parameter : layer.block().getParameters()) {
                String path = layer.shape().path() + "." + parameter.getKey();
                arrays.put(path, parameter.getValue().getArray());
                Tensor tensor = parameters.get(path);
                if (tensor != null) {
                    values.put(path, layer.shape().layer() instanceof Upsampling ? apart(tensor) : tensor);
                }
            }
        }
        Tensor.write(values, arrays);
        return network;
    }

    private record Layer(LayerShape shape, Block block) {}

    /** A bias (F) or kernels (C, F, 4, 4) of a transposed convolution, as those of the 2x2 convolution: (4F), (4F, C, 2, 2). */
    private static Tensor apart(Tensor tensor) {
        return tensor.shape().length == 1 ? biases(tensor.values()) : kernels(tensor);
    }

    private static Tensor biases(float[] bias) {
        float[] apart = new float[4 * bias.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = bias[i / 4];
        }
        return new Tensor(new long[] {apart.length}, apart);
    }

    private static Tensor kernels(Tensor weight) {
        int channels = (int) weight.shape()[0];
        int filters = (int) weight.shape()[1];
        float[] apart = new float[weight.values().length];
        int at = 0;
        for (int filter = 0; filter < filters; filter++) {
            for (int part = 0; part < 4; part++) {
                for (int channel = 0; channel < channels; channel++) {
                    for (int place = 0; place < 4; place++) {
                        int row = tap(part / 2, place / 2);
                        int column = tap(part % 2, place % 2);
                        apart[at++] = weight.values()[((channel * filters + filter) * 4 + row) * 4 + column];
                    }
                }
            }
        }
        return new Tensor(new long[] {4L * filters, channels, 2, 2}, apart);
    }

    /** Even outputs take the places 3 and 1 of a kernel of 4, odd ones 2 and 0. */
    private static int tap(int parity, int place) {
        return 3 - parity - 2 * place;
    }
}
