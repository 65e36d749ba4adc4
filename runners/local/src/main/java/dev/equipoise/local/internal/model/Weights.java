package dev.equipoise.local.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.optimizer.ExponentialMovingAverage.Settings;
import dev.equipoise.run.IncompatibleResumeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a run: those that are trained, and their average if the plan keeps one. The average is a model of its own
 * with the same layers, so no evaluation ever replaces the trained weights, whatever becomes of it.
 *
 * @param trained the model that is trained
 * @param average of it; empty if the plan keeps none
 */
public record Weights(EngineModel trained, Optional<Average> average) {

    /** What the names of averages begin with, beside those of the weights in a checkpoint. */
    private static final String AVERAGE = "average/";

    /**
     * @param model with the averages for its weights; with the initial ones before the first update
     * @param settings of the average
     */
    private record Average(EngineModel model, Settings settings) {}

    /** The weights of a training from its start. */
    public static Weights of(ExperimentPlan plan, EngineModel trained) {
        trained.vae().attachGradients();
        return new Weights(
                trained,
                plan.parts(Settings.class).stream()
                        .findFirst()
                        .map(settings ->
                                new Average(EngineModel.of(plan, trained.engine(), trained.manager()), settings)));
    }

    /** The model that is evaluated and shown. */
    public EngineModel judged() {
        return average.map(Average::model).orElse(trained);
    }

    /** An update was made, the last of so many; in one call of the engine for each array. */
    public void updated(long updates) {
        average.ifPresent(kept -> {
            float share = (float) kept.settings().share(updates);
            Map<String, NDArray> averages = kept.model().vae().saved();
            trained.vae().saved().forEach((path, weight) -> {
                NDArray of = averages.get(path);
                if (of != null) {
                    // Descent by a decay of 1 and the negative weight for a gradient: a − s·(a − w).
                    of.getNDArrayInternal()
                            .sgdUpdate(new NDList(of, weight), new NDList(of), share, 1, -1, -1, 0, false);
                }
            });
        });
    }

    /** A copy of all. */
    public Map<String, Tensor> save() {
        return Tensor.read(arrays());
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>(trained.vae().saved());
        average.ifPresent(
                kept -> kept.model().vae().saved().forEach((path, array) -> arrays.put(AVERAGE + path, array)));
        return arrays;
    }

    /** @throws IncompatibleResumeException if they are of another model, or the average is missing or not wanted */
    public void restore(Map<String, Tensor> saved) {
        if (hasAverage(saved) != average.isPresent()) {
            throw new IncompatibleResumeException(List.of(
                    average.isPresent()
                            ? "the checkpoint must contain the average of the weights that this experiment keeps, but has"
                                    + " only the weights: resume with the weight averaging that the run began with"
                            : "this experiment must keep an average of the weights, because the checkpoint contains one:"
                                    + " resume with the weight averaging that the run began with"));
        }
        Tensor.write(saved, arrays());
    }

    /** Starts from these of another run, which fit; the average too. */
    public void startFrom(Map<String, Tensor> taken) {
        startFrom(taken, trained);
        average.ifPresent(kept -> startFrom(taken, kept.model()));
    }

    private static void startFrom(Map<String, Tensor> taken, EngineModel model) {
        Map<String, NDArray> arrays = new LinkedHashMap<>(model.vae().saved());
        arrays.keySet().retainAll(taken.keySet());
        Tensor.write(taken, arrays);
    }

    private static boolean hasAverage(Map<String, Tensor> saved) {
        return saved.keySet().stream().anyMatch(name -> name.startsWith(AVERAGE));
    }

    /** What a trained model has of them: the average, or the weights if there is none. */
    public static Map<String, Tensor> ofModel(Map<String, Tensor> saved) {
        if (!hasAverage(saved)) {
            return saved;
        }
        Map<String, Tensor> averages = new LinkedHashMap<>();
        saved.forEach((name, tensor) -> {
            if (name.startsWith(AVERAGE)) {
                averages.put(name.substring(AVERAGE.length()), tensor);
            }
        });
        return averages;
    }
}
