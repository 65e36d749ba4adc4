package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.balance.Prices;
import dev.equipoise.balance.Readings;
import dev.equipoise.engine.EngineName;
import dev.equipoise.engine.Engines;
import dev.equipoise.local.optimizer.Updater;
import dev.equipoise.model.Network;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Priced;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.random.Stream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One update: forward, backward, critics, readings, and, where they are finite, the optimizers. */
final class TrainingStep {

    private final EngineName engine;
    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
    private final Objective objective;
    private final Updater updater;
    private final BoundCritics critics;
    private final Constants constants;
    private final StackedReadings stackedReadings;
    private final int latents;
    private final long seed;
    private float[] noise = new float[0];

    TrainingStep(
            EngineName engine,
            NDManager manager,
            Vae vae,
            PricedTerms terms,
            Objective objective,
            Updater updater,
            BoundCritics critics,
            Constants constants,
            int latents,
            long seed) {
        this.engine = engine;
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.objective = objective;
        this.updater = updater;
        this.critics = critics;
        this.constants = constants;
        this.latents = latents;
        this.seed = seed;
        stackedReadings = new StackedReadings(engine, terms);
    }

    /**
     * Takes the step with this index. Parameters stay as they are where the readings are not finite.
     *
     * @param rollbacks so far, each of which gives the noise another stream
     * @param examples makes the batch's data (B, N), owned by the manager that it is given
     */
    Readings take(
            long step, int rollbacks, BatchData examples, Prices prices, double learningRate, Set<Network> updated) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray data = examples.in(scoped);
            Batch batch = terms.batch(
                    data, Map.of(Batch.NOISE, noise(scoped, step, rollbacks, data)), constants.within(scoped));
            NDArray loss;
            List<Priced> priced;
            VaeOutput output;
            try (GradientCollector collector = scoped.getEngine().newGradientCollector()) {
                output = vae.forward(batch, true);
                priced = terms.price(batch, output, prices);
                loss = objective.loss(priced, batch);
                collector.backward(loss);
            }
            Map<String, NDArray> gradients = gradients(updated);
            Readings readings = stackedReadings.read(loss, priced, batch, output, gradients.values());
            if (readings.finite()) {
                readings = readings.with(critics.backward(output.latent(), batch.constants(), step, rollbacks));
            }
            if (readings.finite()) {
                updater.update(gradients, readings.gradientNorm(), learningRate);
                critics.update(Rollbacks.rateFactor(rollbacks));
            } else {
                // PyTorch adds the next gradient to this one.
                vae.parameters().values().forEach(array -> Engines.clearGradient(engine, array));
            }
            return readings;
        }
    }

    private NDArray noise(NDManager scoped, long step, int rollbacks, NDArray data) {
        int rows = Math.toIntExact(data.getShape().get(0));
        if (noise.length != rows * latents) {
            noise = new float[rows * latents];
        }
        CounterRandom.gaussian(noise, seed, Stream.trainingNoise(rollbacks), step);
        return scoped.create(noise, new Shape(rows, latents));
    }

    private Map<String, NDArray> gradients(Set<Network> updated) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        vae.parameters().forEach((path, array) -> {
            if (updated.contains(Network.owning(path))) {
                gradients.put(path, array.getGradient());
            } else {
                Engines.clearGradient(engine, array);
            }
        });
        return gradients;
    }

    /** Makes the data of a batch. */
    @FunctionalInterface
    interface BatchData {
        NDArray in(NDManager manager);
    }
}
