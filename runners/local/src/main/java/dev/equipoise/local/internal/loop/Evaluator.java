package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import com.google.common.primitives.Floats;
import dev.equipoise.balance.Measures;
import dev.equipoise.data.Split;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.local.internal.model.EngineModel.Scope;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.StopRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Measures whole splits with fixed parameters, in evaluation mode, with the same noise at every evaluation. */
final class Evaluator {

    private final EngineModel model;
    private final PricedTerms terms;
    private final int draws;
    private final StopRequest stopRequest;
    private final MicroBatches microBatches;

    Evaluator(EngineModel model, PricedTerms terms, int draws, StopRequest stopRequest, MicroBatches microBatches) {
        this.model = model;
        this.terms = terms;
        this.draws = draws;
        this.stopRequest = stopRequest;
        this.microBatches = microBatches;
    }

    /**
     * Means over the examples of a split, in smaller parts from the first on that finds no memory. If the objective takes K
     * samples of an example, the first K draws are those of the bound.
     *
     * @param variance of the Gaussian decoder; empty if the reconstruction is a likelihood in nats
     * @throws StoppedException if the run was asked to end meanwhile
     * @throws StarvedException if smaller parts find no memory either, or would be measured otherwise
     */
    SplitMeans evaluate(Split split, OptionalDouble variance, long steps, RunListener listener) {
        int ofBound = terms.samples() > 1 ? terms.samples() : 0;
        SplitMeans means = new SplitMeans(split.elements(), model.prior(), split.examples(), ofBound);
        int examples = split.examples();
        for (int draw = 0; draw < Math.max(draws, ofBound); draw++) {
            float[] noise = new float[examples * model.latents()];
            CounterRandom.gaussian(noise, model.seed(), CounterRandom.Stream.EVALUATION_NOISE, draw);
            int from = 0;
            while (from < examples) {
                if (stopRequest.isMade()) {
                    throw new StoppedException();
                }
                int to = Math.min(from + microBatches.evaluationRows(), examples);
                try {
                    from = add(means, split, noise, new Part(from, to, draw, draw < ofBound, variance));
                } catch (StarvedException e) {
                    halve(e);
                    listener.batchesSplit(microBatches.event(steps, e.words()));
                }
            }
        }
        return means;
    }

    /** Of data and latents on a split, in nats. */
    double mutualInformation(Split split) {
        return MutualInformation.of(model, split);
    }

    private void halve(StarvedException lack) {
        if (!lack.isOfEngine()) {
            throw lack;
        }
        terms.ofWholeEvaluation().ifPresent(whole -> {
            throw lack.since(
                    "smaller parts of an evaluation were not tried, because they would be measured differently: "
                            + whole);
        });
        if (!microBatches.halveEvaluation()) {
            throw lack.since("even the evaluation of a single example found no memory");
        }
    }

    /** Rows of one draw, and whether it is one of the bound. */
    private record Part(int from, int to, int draw, boolean ofBound, OptionalDouble variance) {}

    /** Measures these rows; the first that is left. */
    private int add(SplitMeans means, Split split, float[] noise, Part part) {
        try {
            return model.within(scope -> {
                Batch batch = batch(split, noise, part.from(), part.to(), scope);
                add(means, batch, model.vae().forward(batch, false), part);
                return part.to();
            });
        } catch (RuntimeException | Error e) {
            StarvedException.throwFor(e);
            throw e;
        }
    }

    private Batch batch(Split split, float[] noise, int from, int to, Scope scope) {
        Map<String, NDArray> side = new LinkedHashMap<>(model.side(scope.constants()));
        side.put(Batch.NOISE, scope.rows(noise, model.latents(), from, to));
        return terms.batch(
                scope.rows(model.layout().of(split, from, to), model.layout().columns()), side, scope.constants());
    }

    private void add(SplitMeans means, Batch batch, VaeOutput output, Part part) {
        float[] logWeights = part.ofBound()
                ? terms.logWeights(batch, output, part.variance()).toFloatArray()
                : new float[0];
        if (part.draw() < draws) {
            addMeans(means, batch, output, part);
        }
        means.addLogWeights(part.from(), logWeights);
    }

    private void addMeans(SplitMeans means, Batch batch, VaeOutput output, Part part) {
        NDArray prediction = terms.prediction(output.decoded(), batch.constants());
        NDArray ofElements =
                batch.constants().meanOverRows(batch.data().sub(prediction).square());
        NDArray squaredErrors = batch.squaredError(prediction);
        NDArray squaredError = batch.constants().meanOverRows(squaredErrors);
        NDArray kl = batch.constants().meanOverRows(output.kl(batch.constants()));
        List<Measured> reconstructions = terms.measured(terms.reconstruction(), batch, output);
        double reconstruction = total(reconstructions);
        double divergence =
                terms.pricesDivergence() ? total(terms.measured(terms.divergence(), batch, output)) : Double.NaN;
        long rows = batch.data().getShape().get(0);
        // All is read before anything is added, since memory may run out meanwhile.
        float[] posteriorMeans = part.draw() == 0 ? output.mean().toFloatArray() : new float[0];
        float[] errors = squaredErrors.toFloatArray();
        float[] ofExamples = ofExamples(reconstructions);
        List<Double> nats = wide(kl.toFloatArray());
        double total = nats.stream().mapToDouble(Double::doubleValue).sum();
        Measures complete = Measures.ofSplit(
                reconstruction,
                squaredError.toFloatArray()[0],
                divergence,
                total,
                output.klGrain() == Grain.LATENT_OF_EXAMPLE ? nats : List.of());
        Measures named = complete.withNamed(named(reconstructions));
        Measures measures = batch.comparesSome()
                ? named.withObserved(
                        batch.constants().meanOverRows(batch.comparedElements()).toFloatArray()[0])
                : named;
        means.add(rows, measures, ofElements.toFloatArray());
        means.addExamples(part.from(), errors, ofExamples, draws);
        means.addPosteriorMeans(posteriorMeans);
    }

    /** The measures of a term by name if it has several. */
    private static Map<String, Double> named(List<Measured> term) {
        Map<String, Double> named = new LinkedHashMap<>();
        if (term.size() > 1) {
            term.forEach(measured -> named.put(
                    measured.measure().name(), (double) measured.at(Grain.BATCH).toFloatArray()[0]));
        }
        return named;
    }

    /** The values of a term of one measure that has one for each example; else nothing. */
    private static float[] ofExamples(List<Measured> term) {
        return term.size() == 1 && term.get(0).measure().grain().reaches(Grain.EXAMPLE)
                ? term.get(0).at(Grain.EXAMPLE).toFloatArray()
                : new float[0];
    }

    private static List<Double> wide(float[] values) {
        return Floats.asList(values).stream().map(Float::doubleValue).toList();
    }

    private static double total(List<Measured> term) {
        return term.stream()
                .mapToDouble(measured -> measured.measure().relativeWeight()
                        * measured.at(Grain.BATCH).toFloatArray()[0])
                .sum();
    }
}
