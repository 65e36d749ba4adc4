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
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.optimizer.Optimizer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One update: forward, backward, critics, readings, and, if they are finite, the optimizers. */
final class TrainingStep {

    private final EngineModel model;
    private final PricedTerms terms;
    private final Optimizer.Updater updater;
    private final BoundCritics critics;
    private final StackedReadings stackedReadings;
    private final Draws draws;
    private final Optional<Frontier> frontier;

    TrainingStep(
            EngineModel model,
            PricedTerms terms,
            Optimizer.Updater updater,
            BoundCritics critics,
            Optional<Frontier> frontier) {
        this.model = model;
        this.frontier = frontier;
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
                model.vae()
                        .keepStatistics(step.inner().isPresent() ? step.updated() : EnumSet.allOf(Vae.Network.class));
                if (step.inner().isEmpty()) {
                    critics.update(Rollbacks.rateFactor(step.rollbacks()));
                }
                frontier.ifPresent(read -> differentiated.terms().ifPresent(terms -> read.add(terms, readings)));
            }
            // PyTorch adds the next gradient to this one, and an optimizer need not clear it.
            model.clearGradients();
            return readings;
        });
    }

    /**
     * What an update follows.
     *
     * @param terms gradients of single terms, if the step is read
     */
    private record Differentiated(
            Map<String, NDArray> gradients, Readings readings, Optional<Frontier.Gradients> terms) {}

    private Differentiated differentiated(Step step, int parts, Scope scope) {
        draws.draw(step);
        try {
            // Before the loss, by whose pass the model keeps its statistics.
            Optional<Frontier.Gradients> ofTerms = frontier.filter(read -> read.reads(step))
                    .map(read -> new Frontier.Gradients(
                            gradients(step, parts, terms.reconstruction()),
                            gradients(step, parts, terms.divergence())));
            return parts == 1 ? whole(step, scope, ofTerms) : inParts(step, parts, ofTerms);
        } catch (RuntimeException | Error e) {
            model.clearGradients();
            StarvedException.throwFor(e);
            throw e;
        }
    }

    /** Gradients of the batch mean of a term by the encoder's parameters. */
    private Map<String, NDArray> gradients(Step step, int parts, LossTerm term) {
        int examples = step.batch().count();
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        for (int part = 0; part < parts; part++) {
            int from = examples * part / parts;
            int to = examples * (part + 1) / parts;
            if (to > from) {
                model.within(scope -> {
                    Batch batch = batch(step, from, to, scope);
                    Batch samples = batch.ofSamples();
                    try (GradientCollector collector =
                            scope.manager().getEngine().newGradientCollector()) {
                        NDArray mean = terms.mean(term, samples, model.vae().forward(batch, true));
                        collector.backward(share(mean, batch, to - from, examples));
                    }
                    return to;
                });
                model.gradients(EnumSet.of(Vae.Network.ENCODER))
                        .forEach((path, gradient) -> gradients.merge(path, gradient.duplicate(), NDArray::addi));
                model.clearGradients();
            }
        }
        return gradients;
    }

    private Differentiated whole(Step step, Scope scope, Optional<Frontier.Gradients> ofTerms) {
        Passed passed = pass(step, 0, step.batch().count(), scope);
        Map<String, NDArray> gradients = model.gradients(step.updated());
        Readings readings = read(
                passed,
                gradients,
                step.lastOfEpoch(),
                () -> step.inner().isPresent()
                        ? Map.of()
                        : critics.backward(
                                terms.ofExamples(passed.output()).latent(),
                                passed.batch().constants(),
                                step.index(),
                                step.rollbacks()));
        return new Differentiated(gradients, readings, ofTerms);
    }

    /** The gradients of the parts are added; everything else of a part is gone before the next. */
    private Differentiated inParts(Step step, int parts, Optional<Frontier.Gradients> ofTerms) {
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
                gradients, new Readings(sums.over(examples), norm, examples, step.lastOfEpoch(), Map.of()), ofTerms);
    }

    /** What forward and backward of some examples of a batch left, their gradients apart; it has a row for each sample. */
    private record Passed(NDArray loss, List<Objective.Priced> priced, Batch batch, VaeOutput output) {}

    private Batch batch(Step step, int from, int to, Scope scope) {
        return terms.batch(
                step.batch().rows(from, to, scope.manager()), draws.rows(from, to, scope), scope.constants());
    }

    /** What the mean over some examples adds to that over all. Recorded code. */
    private static NDArray share(NDArray mean, Batch batch, int some, int all) {
        return some == all ? mean : mean.mul(batch.constants().moving((double) some / all));
    }

    private Passed pass(Step step, int from, int to, Scope scope) {
        Batch examples = batch(step, from, to, scope);
        Batch batch = examples.ofSamples();
        Batch input = terms.pathScale()
                .map(scale -> examples.with(Batch.PATH_SCALE, scaled(scale, examples, batch, step)))
                .orElse(examples);
        try (GradientCollector collector = scope.manager().getEngine().newGradientCollector()) {
            VaeOutput output = model.vae().forward(input, true);
            List<Objective.Priced> priced = terms.price(batch, output, step.prices());
            NDArray loss = terms.loss(priced, batch, output);
            collector.backward(share(loss, batch, to - from, step.batch().count()));
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
