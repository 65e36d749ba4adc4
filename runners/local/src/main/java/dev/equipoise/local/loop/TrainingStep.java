package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.Readings.OfCritic;
import dev.equipoise.engine.Engines;
import dev.equipoise.model.Network;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Priced;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.optimizer.Updater;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.random.Stream;
import dev.equipoise.run.EngineName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One update: forward, backward, critics, readings, and, where they are finite, the optimizers. */
final class TrainingStep {

    private final EngineName engine;
    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
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
            Updater updater,
            BoundCritics critics,
            Constants constants,
            int latents,
            long seed) {
        this.engine = engine;
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.updater = updater;
        this.critics = critics;
        this.constants = constants;
        this.latents = latents;
        this.seed = seed;
        stackedReadings = new StackedReadings(engine, terms);
    }

    /**
     * Takes a step. Parameters stay as they are where the readings are not finite.
     *
     * @param parts in which the batch is taken one after the other; its loss must be the mean of theirs
     * @throws StarvedException where memory runs out before the update
     */
    Readings take(Step step, int parts) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Differentiated differentiated = differentiated(step, parts, scoped);
            Readings readings = differentiated.readings();
            if (readings.finite()) {
                updater.update(differentiated.gradients(), readings.gradientNorm(), step.learningRate());
                critics.update(Rollbacks.rateFactor(step.rollbacks()));
            } else {
                clearGradients();
            }
            return readings;
        }
    }

    /** What an update follows. */
    private record Differentiated(Map<String, NDArray> gradients, Readings readings) {}

    private Differentiated differentiated(Step step, int parts, NDManager scoped) {
        int examples = step.batch().count();
        CounterRandom.gaussian(noise(examples), seed, Stream.trainingNoise(step.rollbacks()), step.index());
        try {
            return parts == 1 ? whole(step, scoped) : inParts(step, parts);
        } catch (RuntimeException | Error e) {
            clearGradients();
            StarvedException.throwFor(e);
            throw e;
        }
    }

    private Differentiated whole(Step step, NDManager scoped) {
        Passed passed = pass(step, 0, step.batch().count(), scoped);
        Map<String, NDArray> gradients = gradients(step.updated());
        Readings readings = read(
                passed,
                gradients,
                () -> critics.backward(
                        passed.output().latent(), passed.batch().constants(), step.index(), step.rollbacks()));
        return new Differentiated(gradients, readings);
    }

    /** The gradients of the parts are added; everything else of a part is gone before the next. */
    private Differentiated inParts(Step step, int parts) {
        int examples = step.batch().count();
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        PartReadings readings = new PartReadings();
        for (int part = 0; part < parts; part++) {
            int from = examples * part / parts;
            int to = examples * (part + 1) / parts;
            if (to > from) {
                try (NDManager scoped = manager.newSubManager();
                        NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    readings.add(read(pass(step, from, to, scoped), gradients(step.updated()), Map::of), to - from);
                }
                gradients(step.updated())
                        .forEach((path, gradient) -> gradients.merge(path, gradient.duplicate(), NDArray::addi));
                clearGradients();
            }
        }
        return new Differentiated(gradients, readings.mean(Engines.norm(engine, new NDList(gradients.values()))));
    }

    /** What forward and backward of some examples of a batch left, their gradients apart. */
    private record Passed(NDArray loss, List<Priced> priced, Batch batch, VaeOutput output) {}

    private Passed pass(Step step, int from, int to, NDManager scoped) {
        Batch batch = terms.batch(
                step.batch().rows(from, to, scoped),
                Map.of(Batch.NOISE, noise(from, to, scoped)),
                constants.within(scoped));
        try (GradientCollector collector = scoped.getEngine().newGradientCollector()) {
            VaeOutput output = vae.forward(batch, true);
            List<Priced> priced = terms.price(batch, output, step.prices());
            NDArray loss = terms.loss(priced, batch);
            int examples = step.batch().count();
            collector.backward(
                    to - from == examples ? loss : loss.mul(batch.constants().moving((double) (to - from) / examples)));
            return new Passed(loss, priced, batch, output);
        }
    }

    private Readings read(
            Passed passed, Map<String, NDArray> gradients, Supplier<Map<String, OfCritic>> steppedCritics) {
        return stackedReadings.read(
                passed.loss(), passed.priced(), passed.batch(), passed.output(), gradients.values(), steppedCritics);
    }

    private float[] noise(int examples) {
        if (noise.length != examples * latents) {
            noise = new float[examples * latents];
        }
        return noise;
    }

    private NDArray noise(int from, int to, NDManager scoped) {
        float[] rows =
                (to - from) * latents == noise.length ? noise : Arrays.copyOfRange(noise, from * latents, to * latents);
        return scoped.create(rows, new Shape(to - from, latents));
    }

    /** PyTorch adds the next gradient to what is there. */
    private void clearGradients() {
        vae.parameters().values().forEach(array -> Engines.clearGradient(engine, array));
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
}
