package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.part.InvalidPartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies features or channels by gates that depend on a side input u (Bae et al. 2023): sigmoid(W·u + c) in an
 * encoder, √(1 − e^(−relu(−W·u − c))) in a decoder, with W and c for each channel. At first W is 0 and the gates are open.
 *
 * @param network in which it is
 * @param by u, of one column
 */
record Gate(Vae.Network network, Batch.SideInput by) implements Layer {

    private static final float OPEN = 2;

    /** Under the root, whose slope at 0 would be infinite. */
    private static final double FLOOR = 1e-6;

    /**
     * Layers with a gate between every layer with weights and its activation, except the last, which gives the datum.
     *
     * @throws InvalidPartException if a network has no such layer
     */
    static VaeLayers into(VaeLayers layers, int elements, Batch.SideInput by) {
        VaeLayers before = new VaeLayers(
                layers.encoder(), List.of(), layers.decoder(), layers.latent(), layers.further(), layers.given());
        List<LayerShape> shapes = LayerShape.of(before, elements);
        return new VaeLayers(
                gated(shapes, layers.encoder(), Vae.Network.ENCODER, by),
                layers.head(),
                gated(shapes, layers.decoder(), Vae.Network.DECODER, by),
                layers.latent(),
                layers.further(),
                layers.given());
    }

    private static List<Layer> gated(
            List<LayerShape> all, List<Layer> layers, Vae.Network network, Batch.SideInput by) {
        List<LayerShape> shapes =
                all.stream().filter(shape -> shape.network() == network).toList();
        int last = shapes.size() - 1;
        while (last > 0 && shapes.get(last).parameters() == 0) {
            last--;
        }
        List<Layer> gated = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            gated.add(layers.get(i));
            if (i < last && shapes.get(i).parameters() > 0 && (shapes.get(i + 1).parameters() == 0 || i + 1 == last)) {
                gated.add(new Gate(network, by));
            }
        }
        if (gated.size() == layers.size()) {
            throw new InvalidPartException("the " + network.name().toLowerCase(Locale.ROOT)
                    + " of a model for many betas must have a hidden layer with weights, whose gates depend on beta,"
                    + " got " + layers + "; use an architecture with hidden layers, or another strategy");
        }
        return gated;
    }

    @Override
    public List<Integer> output(List<Integer> input) {
        return input;
    }

    @Override
    public long parameters(List<Integer> input) {
        return 2L * input.get(0);
    }

    @Override
    public Optional<Batch.SideInput> sideInput(String path, List<Integer> input) {
        return Optional.of(by);
    }

    @Override
    public Block block(List<Integer> input) {
        return new Gates(network);
    }

    @Override
    public String toString() {
        return "Gate[by=" + by.name() + "]";
    }

    private static final class Gates extends AbstractBlock {

        private final Vae.Network network;
        private final Parameter slope = addParameter(Parameter.builder()
                .setName("slope")
                .setType(Parameter.Type.OTHER)
                .optInitializer(Initializer.ZEROS)
                .build());
        private final Parameter bias;
        private @Nullable Constants constants;

        Gates(Vae.Network network) {
            this.network = network;
            bias = addParameter(Parameter.builder()
                    .setName("bias")
                    .setType(Parameter.Type.BIAS)
                    .optInitializer(new ConstantInitializer(network == Vae.Network.ENCODER ? OPEN : -OPEN))
                    .build());
        }

        @Override
        protected void prepare(Shape[] inputShapes) {
            Shape channels = new Shape(1, inputShapes[0].get(1));
            slope.setShape(channels);
            bias.setShape(channels);
        }

        @Override
        public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
            super.initialize(manager, dataType, inputShapes);
            constants = new Constants(manager, dataType);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {inputShapes[0]};
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> options) {
            NDArray x = inputs.get(0);
            NDArray before = inputs.size() == 1
                    ? bias.getArray()
                    : inputs.get(1).mul(slope.getArray()).add(bias.getArray());
            NDArray gates = network == Vae.Network.ENCODER ? Activation.sigmoid(before) : root(before);
            return new NDList(x.mul(
                    x.getShape().dimension() == 2
                            ? gates
                            : gates.reshape(gates.getShape().add(1, 1))));
        }

        private NDArray root(NDArray before) {
            Constants known = Objects.requireNonNull(constants);
            return known.fixed(1 + FLOOR)
                    .sub(Activation.relu(before.neg()).neg().exp())
                    .sqrt();
        }
    }
}
