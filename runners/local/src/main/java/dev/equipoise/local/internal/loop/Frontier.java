package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.balance.Readings;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.model.Vae;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.run.FrontierReadings;
import dev.equipoise.run.StepFinished;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Averages of what a plan reads of the frontier, over about the last hundred readings; saved with the run. */
final class Frontier {

    private static final double KEPT = 0.99;

    /** What its entries begin with among those of optimizers in a checkpoint. */
    private static final String NAME = "frontier/";

    private final int every;
    private final Supplier<LinearOptimum> optimum;
    private final Map<String, NDArray> reconstruction = new LinkedHashMap<>();
    private final Map<String, NDArray> divergence = new LinkedHashMap<>();
    private double readings;
    private double squaredError;
    private double kl;
    private boolean complete = true;
    private Optional<StepFinished.Frontier> known = Optional.empty();

    /**
     * Gradients of the batch means of the terms by the encoder's parameters, by path.
     *
     * @param reconstruction of the term at weight 1
     * @param divergence of the trained divergence
     */
    record Gradients(Map<String, NDArray> reconstruction, Map<String, NDArray> divergence) {}

    private Frontier(FrontierReadings.Settings settings, EngineModel model, Supplier<LinearOptimum> optimum) {
        every = settings.every();
        this.optimum = optimum;
        model.vae().parameters().forEach((path, array) -> {
            if (Vae.Network.owning(path) == Vae.Network.ENCODER) {
                reconstruction.put(path, model.manager().zeros(array.getShape()));
                divergence.put(path, model.manager().zeros(array.getShape()));
            }
        });
    }

    /** Of a plan that reads it. */
    static Optional<Frontier> of(ExperimentPlan plan, EngineModel model, Supplier<LinearOptimum> optimum) {
        return plan.parts(FrontierReadings.Settings.class).stream()
                .findFirst()
                .map(settings -> new Frontier(settings, model, optimum));
    }

    /** Whether a step is read. */
    boolean reads(Step step) {
        return step.inner().isEmpty() && step.index() % every == 0;
    }

    /** A step's gradients and readings, which are finite. */
    void add(Gradients gradients, Readings step) {
        add(gradients.reconstruction(), reconstruction);
        add(gradients.divergence(), divergence);
        squaredError = KEPT * squaredError + (1 - KEPT) * step.squaredError();
        kl = KEPT * kl + (1 - KEPT) * step.kl();
        complete = step.means().observed().isEmpty();
        readings++;
        known = Optional.empty();
    }

    private static void add(Map<String, NDArray> gradients, Map<String, NDArray> averages) {
        averages.forEach((path, average) -> average.muli((float) KEPT)
                .addi(Objects.requireNonNull(gradients.get(path)).mul((float) (1 - KEPT))));
    }

    /** The readings now; empty before the first. */
    Optional<StepFinished.Frontier> read(EngineModel model) {
        if (readings > 0 && known.isEmpty()) {
            known = Optional.of(model.within(scope -> compared()));
        }
        return known;
    }

    /** Both averages lack the same factor 1 − 0.99ⁿ, which leaves ratio and angle as they are. */
    private StepFinished.Frontier compared() {
        NDList products = new NDList();
        reconstruction.forEach((path, one) -> {
            NDArray other = Objects.requireNonNull(divergence.get(path));
            products.add(one.mul(other).sum().reshape(1, 1));
            products.add(one.square().sum().reshape(1, 1));
            products.add(other.square().sum().reshape(1, 1));
        });
        float[] values = NDArrays.concat(products, 1).toFloatArray();
        double[] sums = new double[3];
        for (int i = 0; i < values.length; i++) {
            sums[i % 3] += values[i];
        }
        double correction = 1 - Math.pow(KEPT, readings);
        LinearOptimum linear = optimum.get();
        double least = linear.distortion(linear.atRate(kl / correction));
        return new StepFinished.Frontier(
                -sums[0] / sums[2],
                1 + sums[0] / Math.sqrt(sums[1] * sums[2]),
                complete ? OptionalDouble.of(squaredError / correction / least - 1) : OptionalDouble.empty());
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        reconstruction.forEach((path, array) -> arrays.put(NAME + "reconstruction/" + path, array));
        divergence.forEach((path, array) -> arrays.put(NAME + "divergence/" + path, array));
        return arrays;
    }

    Optimizer.State state() {
        return new Optimizer.State(
                Tensor.read(arrays()),
                Map.of(
                        NAME + "readings",
                        readings,
                        NAME + "squaredError",
                        squaredError,
                        NAME + "kl",
                        kl,
                        NAME + "complete",
                        complete ? 1.0 : 0.0));
    }

    /** Goes on from what of this was its own. */
    void restore(Optimizer.State saved) {
        Optimizer.State own = saved.only(state());
        Tensor.write(own.arrays(), arrays());
        readings = own.numbers().getOrDefault(NAME + "readings", 0.0);
        squaredError = own.numbers().getOrDefault(NAME + "squaredError", 0.0);
        kl = own.numbers().getOrDefault(NAME + "kl", 0.0);
        complete = own.numbers().getOrDefault(NAME + "complete", 1.0) > 0;
        known = Optional.empty();
    }
}
