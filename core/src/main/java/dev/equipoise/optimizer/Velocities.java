package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The velocities of the parameters of one run. Without momentum there are no velocities. */
final class Velocities implements Optimizer.Updater {

    /** A velocity below this does not change a parameter at a learning rate below 1. */
    private static final double LEAST = 1e-20;

    private final double momentum;
    private final boolean nesterov;
    private final double clipNorm;
    private final Map<String, NDArray> parameters;
    private final Map<String, Moment> velocities = new LinkedHashMap<>();
    private final Map<String, Double> updates = new LinkedHashMap<>();

    Velocities(double momentum, boolean nesterov, double clipNorm, Map<String, NDArray> parameters, NDManager manager) {
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.clipNorm = clipNorm;
        this.parameters = Map.copyOf(parameters);
        parameters.forEach((path, array) -> {
            updates.put(path, 0.0);
            if (momentum > 0) {
                velocities.put(path, new Moment(array, LEAST, manager));
            }
        });
    }

    @Override
    public void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate) {
        double scale = Math.min(1, clipNorm / gradientNorm);
        for (Map.Entry<String, Double> made : updates.entrySet()) {
            NDArray gradient = gradients.get(made.getKey());
            if (gradient != null) {
                made.setValue(made.getValue() + 1);
                NDArray parameter = Objects.requireNonNull(parameters.get(made.getKey()));
                Moment velocity = velocities.get(made.getKey());
                if (velocity == null) {
                    descend(parameter, gradient, scale * learningRate);
                } else {
                    descend(parameter, gradient, scale, velocity.values(), learningRate);
                    velocity.settleAfter(made.getValue());
                }
            }
        }
    }

    private static void descend(NDArray parameter, NDArray gradient, double rate) {
        try (NDArray step = gradient.mul((float) rate)) {
            parameter.subi(step);
        }
    }

    private void descend(NDArray parameter, NDArray gradient, double scale, NDArray velocity, double learningRate) {
        try (NDArray scaled = gradient.mul((float) scale)) {
            velocity.muli((float) momentum).addi(scaled);
            if (nesterov) {
                try (NDArray ahead = velocity.mul((float) momentum)) {
                    descend(parameter, scaled.addi(ahead), learningRate);
                }
            } else {
                descend(parameter, velocity, learningRate);
            }
        }
    }

    @Override
    public Optimizer.State state() {
        return new Optimizer.State(Tensor.read(arrays()), new LinkedHashMap<>(updates));
    }

    @Override
    public void restore(Optimizer.State saved) {
        if (!saved.numbers().keySet().equals(updates.keySet())) {
            throw new IncompatibleResumeException(
                    List.of("the checkpoint must contain the optimizer's count of updates of " + updates.keySet()
                            + ", got " + saved.numbers().keySet()));
        }
        Tensor.write(saved.arrays(), arrays());
        updates.putAll(saved.numbers());
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        velocities.forEach((path, velocity) -> arrays.put("velocity/" + path, velocity.values()));
        return arrays;
    }
}
