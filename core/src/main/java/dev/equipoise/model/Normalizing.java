package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.equipoise.objective.Constants;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A block that normalizes (B, C, ...) in operations of which both engines have the same. */
abstract class Normalizing extends AbstractBlock {

    private static final double EPSILON = 1e-5;

    private final Optional<Parameter> learnedGain;
    private final double fixedGain;
    private final Parameter shift;
    private @Nullable Constants constants;

    /** @param fixedGain of every channel; empty if it is learned */
    Normalizing(OptionalDouble fixedGain) {
        this.fixedGain = fixedGain.orElse(1);
        learnedGain = fixedGain.isPresent() ? Optional.empty() : Optional.of(added("gain", Parameter.Type.GAMMA));
        shift = added("shift", Parameter.Type.BETA);
    }

    /** A parameter of as many numbers as there are features or channels. */
    final Parameter added(String name, Parameter.Type type) {
        boolean statistic = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(type)
                .optRequiresGrad(!statistic)
                .build());
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape channels = new Shape(inputShapes[0].get(1));
        getDirectParameters().values().forEach(parameter -> parameter.setShape(channels));
    }

    @Override
    public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
        super.initialize(manager, dataType, inputShapes);
        constants = new Constants(manager, dataType);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        NDArray x = inputs.singletonOrThrow();
        Constants known = Objects.requireNonNull(constants);
        NDArray y = normalized(x, known, training);
        NDArray gain = learnedGain
                .map(parameter -> ofChannels(parameter.getArray(), x))
                .orElseGet(() -> ofChannels(known.fixed(fixedGain), x));
        return new NDList(y.mul(gain).add(ofChannels(shift.getArray(), x)));
    }

    /** Recorded code. */
    abstract NDArray normalized(NDArray x, Constants constants, boolean training);

    static NDArray scaled(NDArray centred, NDArray variance, Constants constants) {
        return centred.div(variance.add(constants.fixed(EPSILON)).sqrt());
    }

    /** C numbers in a shape in which they meet the channels of {@code x}. */
    static NDArray ofChannels(NDArray numbers, NDArray x) {
        long[] shape = new long[x.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[1] = numbers.size();
        return numbers.reshape(new Shape(shape));
    }
}
