package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Adam at work: the moments of the parameters of one run. */
final class AdamMoments implements Optimizer.Updater {

    private final AdamSettings settings;
    private final Map<String, Parameter> moments = new LinkedHashMap<>();

    AdamMoments(AdamSettings settings, Map<String, NDArray> parameters, NDManager manager) {
        this.settings = settings;
        parameters.forEach((path, array) -> moments.put(path, new Parameter(array, settings, manager)));
    }

    @Override
    public void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate) {
        double scale = Math.min(1, settings.clipNorm() / gradientNorm);
        moments.forEach((path, moment) -> {
            NDArray gradient = gradients.get(path);
            if (gradient != null) {
                moment.update(gradient, scale, learningRate, settings);
            }
        });
    }

    @Override
    public Optimizer.State state() {
        Map<String, Double> updates = new LinkedHashMap<>();
        moments.forEach((path, moment) -> updates.put(path, moment.updates));
        return new Optimizer.State(Tensor.read(arrays()), updates);
    }

    @Override
    public void restore(Optimizer.State saved) {
        if (!saved.numbers().keySet().equals(moments.keySet())) {
            throw new IncompatibleResumeException(List.of("the checkpoint must contain Adam's count of updates of "
                    + moments.keySet() + ", got " + saved.numbers().keySet()));
        }
        Tensor.write(saved.arrays(), arrays());
        saved.numbers().forEach((path, updates) -> Objects.requireNonNull(moments.get(path)).updates = updates);
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        moments.forEach((path, moment) -> arrays.put("first/" + path, moment.first.values()));
        moments.forEach((path, moment) -> arrays.put("second/" + path, moment.second.values()));
        return arrays;
    }

    /** One parameter with its moments. */
    static final class Parameter {

        private final NDArray parameter;
        private final Moment first;
        private final Moment second;
        private double updates;

        Parameter(NDArray parameter, AdamSettings settings, NDManager manager) {
            this.parameter = parameter;
            // Epsilon plus the root of less than this is epsilon, and a step of less than 1e-16 of the rate is none.
            first = new Moment(parameter, 1e-16 * settings.epsilon(), manager);
            second = new Moment(parameter, Math.pow(1e-8 * settings.epsilon(), 2), manager);
        }

        /** First and second moment, each of the parameter's shape. */
        NDList moments() {
            return new NDList(first.values(), second.values());
        }

        /** One call of the engine's fused operator; the bias corrections go into the rate. */
        void update(NDArray gradient, double scale, double learningRate, AdamSettings settings) {
            updates++;
            if (settings.weightDecay() > 0) {
                parameter.muli((float) (1 - learningRate * settings.weightDecay()));
            }
            double corrected = learningRate
                    * Math.sqrt(1 - Math.pow(settings.beta2(), updates))
                    / (1 - Math.pow(settings.beta1(), updates));
            parameter
                    .getNDArrayInternal()
                    .adamUpdate(
                            new NDList(parameter, gradient, first.values(), second.values()),
                            new NDList(parameter),
                            (float) learningRate,
                            (float) corrected,
                            0,
                            (float) scale,
                            -1,
                            (float) settings.beta1(),
                            (float) settings.beta2(),
                            (float) settings.epsilon(),
                            false,
                            false);
            first.settleAfter(updates);
            second.settleAfter(updates);
        }
    }
}
