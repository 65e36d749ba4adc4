package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import dev.equipoise.balance.Measures;
import dev.equipoise.balance.Readings;
import dev.equipoise.balance.Readings.OfCritic;
import dev.equipoise.engine.Engines;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.local.internal.model.EngineModel.Scope;
import dev.equipoise.local.internal.model.Weights;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One update: forward, backward, critics, readings, and, if they are finite, the optimizers. */
final class TrainingStep {

    private final Weights weights;
    private final EngineModel model;
    private final PricedTerms terms;
    private final Optimizer.Updater updater;
    private final BoundCritics critics;
    private final StackedReadings stackedReadings;
    private final Draws draws;

    TrainingStep(Weights weights, PricedTerms terms, Optimizer.Updater updater, BoundCritics critics) {
        this.weights = weights;
        model = weights.trained();
        this.terms = terms;
        this.updater = updater;
        this.critics = critics;
        draws = new Draws(model, terms.samples());
        stackedReadings = new StackedReadings(model.engine(), terms);
    }

    /** Whether the model's outputs for an example depend on the others of its batch. */
    boolean comparesExamples() {
        return model.vae().comparesExamples();
    }

    /**
     * Takes a step. Parameters stay as they are where the readings are not finite.
     *
     * @param parts in which the batch is taken one after the other; its loss must be the mean of theirs
     * @throws StarvedException if memory runs out before the update
     */
    Readings take(Step step, int parts) {
        return model.within(scope -> {
            Differentiated differentiated = differentiated(step, parts, scope);
            Readings readings = differentiated.readings();
            if (readings.finite()) {
                updater.update(differentiated.gradients(), readings.gradientNorm(), step.learningRate());
                model.vae().keepStatistics();
                weights.updated(step.index() + 1);
                critics.update(Rollbacks.rateFactor(step.rollbacks()));
            }
            // PyTorch adds the next gradient to this one, and an optimizer need not clear it.
            model.clearGradients();
            return readings;
        });
    }

    /** What an update follows. */
    private record Differentiated(Map<String, NDArray> gradients, Readings readings) {}

    private Differentiated differentiated(Step step, int parts, Scope scope) {
        draws.draw(step);
        try {
            return parts == 1 ? whole(step, scope) : inParts(step, parts);
        } catch (RuntimeException | Error e) {
            model.clearGradients();
            StarvedException.throwFor(e);
            throw e;
        }
    }

    private Differentiated whole(Step step, Scope scope) {
        Passed passed = pass(step, 0, step.batch().count(), scope);
        Map<String, NDArray> gradients = model.gradients(step.updated());
        Readings readings = read(
                passed,
                gradients,
                step.lastOfEpoch(),
                () -> critics.backward(
                        terms.ofExamples(passed.output()).latent(),
                        passed.batch().constants(),
                        step.index(),
                        step.rollbacks()));
        return new Differentiated(gradients, readings);
    }

    /** The gradients of the parts are added; everything else of a part is gone before the next. */
    private Differentiated inParts(Step step, int parts) {
        int examples = step.batch().count();
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        Measures sums = Measures.NONE;
        for (int part = 0; part < parts; part++) {
            int from = examples * part / parts;
            int to = examples * (part + 1) / parts;
            if (to > from) {
                Readings read = model.within(scope -> read(
                        pass(step, from, to, scope), model.gradients(step.updated()), step.lastOfEpoch(), Map::of));
                sums = sums.plus(to - from, read.means());
                model.gradients(step.updated())
                        .forEach((path, gradient) -> gradients.merge(path, gradient.duplicate(), NDArray::addi));
                model.clearGradients();
            }
        }
        double norm = Engines.norm(model.engine(), new NDList(gradients.values()));
        return new Differentiated(
                gradients, new Readings(sums.over(examples), norm, examples, step.lastOfEpoch(), Map.of()));
    }

    /** What forward and backward of some examples of a batch left, their gradients apart; it has a row for each sample. */
    private record Passed(NDArray loss, List<Objective.Priced> priced, Batch batch, VaeOutput output) {}

    private Passed pass(Step step, int from, int to, Scope scope) {
        Batch examples = terms.batch(
                step.batch().rows(from, to, scope.manager()), draws.rows(from, to, scope), scope.constants());
        Batch batch = examples.ofSamples();
        Batch input = terms.pathScale()
                .map(scale -> examples.with(Batch.PATH_SCALE, scaled(scale, examples, batch, step)))
                .orElse(examples);
        try (GradientCollector collector = scope.manager().getEngine().newGradientCollector()) {
            VaeOutput output = model.vae().forward(input, true);
            List<Objective.Priced> priced = terms.price(batch, output, step.prices());
            NDArray loss = terms.loss(priced, batch, output);
            int count = step.batch().count();
            collector.backward(
                    to - from == count ? loss : loss.mul(batch.constants().moving((double) (to - from) / count)));
            return new Passed(loss, priced, batch, output);
        }
    }

    private NDArray scaled(Objective.PathScale scale, Batch examples, Batch batch, Step step) {
        VaeOutput output = model.vae().forward(examples, true);
        return scale.of(terms.price(batch, output, step.prices()), batch, output);
    }

    private Readings read(
            Passed passed,
            Map<String, NDArray> gradients,
            boolean lastOfEpoch,
            Supplier<Map<String, OfCritic>> steppedCritics) {
        return stackedReadings.read(
                passed.loss(),
                passed.priced(),
                passed.batch(),
                passed.output(),
                gradients.values(),
                lastOfEpoch,
                steppedCritics);
    }
}
