package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.balance.Readings.OfCritic;
import dev.equipoise.engine.Engines;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.model.CriticNetwork;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Critic;
import dev.equipoise.optimizer.AdamSettings;
import dev.equipoise.optimizer.Optimizer;
import dev.equipoise.part.PartException;
import dev.equipoise.run.EngineName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** One critic of a run: its network and its optimizer. */
final class BoundCritic {

    private static final double EPSILON = 1e-8;
    private static final double BELOW_ONE = Math.nextDown(1.0);

    private final String name;
    private final EngineName engine;
    private final Critic critic;
    private final int latents;
    private final CriticNetwork network;
    private final double learningRate;
    private final Optimizer.Updater updater;
    private double gradientNorm;

    BoundCritic(String name, Critic critic, CriticNetwork network, EngineModel model) {
        this.name = name;
        engine = model.engine();
        this.critic = critic;
        this.network = network;
        latents = model.latents();
        learningRate = setting("learning rate", critic::learningRate, Double.MAX_VALUE);
        updater = new AdamSettings(
                        setting("beta1", critic::beta1, BELOW_ONE),
                        setting("beta2", critic::beta2, BELOW_ONE),
                        EPSILON,
                        Double.POSITIVE_INFINITY)
                .bind(network.parameters(), model.manager());
    }

    private double setting(String what, Supplier<Double> asked, double most) {
        double value = PartException.ask(name, "its " + what, asked);
        if (!(value >= 0 && value <= most)) {
            throw new PartException(name + " must have a " + what + " of at least 0 and "
                    + (most == BELOW_ONE ? "below 1" : "finite") + ", got " + value);
        }
        return value;
    }

    CriticNetwork network() {
        return network;
    }

    /** The logits (B, 1) of latents (B, M), as its term asks for them. Recorded code. */
    NDArray logits(NDArray asked, Constants constants) {
        Shape shape = asked.getShape();
        if (shape.dimension() != 2 || shape.get(1) != latents) {
            throw new PartException(name + " must be asked about latents of shape "
                    + new Shape(shape.dimension() == 0 ? 1 : shape.get(0), latents) + ", got shape " + shape);
        }
        return network.logits(asked, constants);
    }

    Optimizer.Updater updater() {
        return updater;
    }

    /** Differentiates its loss by its parameters alone: latents come from the heap, with no way back to the model. */
    OfCritic backward(float[] values, Shape shape, NDManager scoped, Constants constants, Place place) {
        // The model's backward has written here too, and PyTorch adds the next gradient to that.
        network.parameters().values().forEach(array -> Engines.clearGradient(engine, array));
        float[] others = others(values, (int) shape.get(1), place);
        NDArray ofBatch = scoped.create(values, shape);
        NDArray ofOthers = scoped.create(others, shape);
        NDArray loss;
        try (GradientCollector collector = scoped.getEngine().newGradientCollector()) {
            loss = loss(network.logits(ofBatch, constants), network.logits(ofOthers, constants), constants);
            collector.backward(loss);
        }
        NDArray squares = Engines.sumsOfSquares(engine, new NDList(gradients().values()));
        float[] read = NDArrays.concat(new NDList(loss, squares), 1).toFloatArray();
        double sum = 0;
        for (int i = 1; i < read.length; i++) {
            sum += read[i];
        }
        gradientNorm = Math.sqrt(sum);
        return new OfCritic(read[0], gradientNorm);
    }

    private float[] others(float[] values, int columns, Place place) {
        float[] others = PartException.ask(
                name,
                "other latents",
                () -> critic.others(values, columns, place.seed(), place.stream(), place.step()));
        if (others.length != values.length) {
            throw new PartException(name + " must give as many other latents as it gets, " + values.length
                    + " numbers, got " + others.length);
        }
        return others;
    }

    private NDArray loss(NDArray ofBatch, NDArray ofOthers, Constants constants) {
        NDArray loss = PartException.ask(name, "its loss", () -> critic.loss(ofBatch, ofOthers, constants));
        if (!loss.getShape().equals(new Shape(1, 1))) {
            throw new PartException(name + " must give a loss of shape (1, 1), got shape " + loss.getShape());
        }
        return loss;
    }

    /** Follows the gradient of {@link #backward}. */
    void update(double rateFactor) {
        updater.update(gradients(), gradientNorm, rateFactor * learningRate);
    }

    private Map<String, NDArray> gradients() {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        network.parameters().forEach((path, array) -> gradients.put(path, array.getGradient()));
        return gradients;
    }

    /** All that what it draws at a step may depend on. */
    record Place(long step, long stream, long seed) {}
}
