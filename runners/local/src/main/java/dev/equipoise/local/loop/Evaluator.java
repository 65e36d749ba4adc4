package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.common.primitives.Floats;
import dev.equipoise.balance.Measures;
import dev.equipoise.data.Split;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.random.Stream;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.StopRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Measures whole splits with fixed parameters, in evaluation mode, with the same noise at every evaluation. */
final class Evaluator {

    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
    private final Constants constants;
    private final int latents;
    private final int draws;
    private final long seed;
    private final StopRequest stopRequest;
    private final MicroBatches microBatches;

    Evaluator(
            NDManager manager,
            Vae vae,
            PricedTerms terms,
            Constants constants,
            int latents,
            int draws,
            long seed,
            StopRequest stopRequest,
            MicroBatches microBatches) {
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.constants = constants;
        this.latents = latents;
        this.draws = draws;
        this.seed = seed;
        this.stopRequest = stopRequest;
        this.microBatches = microBatches;
    }

    /**
     * Means over the examples of a split, in smaller parts from the first on that finds no memory.
     *
     * @throws StoppedException where the run was asked to end meanwhile
     * @throws StarvedException where smaller parts find no memory either, or would be measured otherwise
     */
    SplitMeans evaluate(Split split, long steps, RunListener listener) {
        SplitMeans means = new SplitMeans(split.elements(), latents, split.examples());
        int examples = split.examples();
        for (int draw = 0; draw < draws; draw++) {
            float[] noise = new float[examples * latents];
            CounterRandom.gaussian(noise, seed, Stream.EVALUATION_NOISE, draw);
            int from = 0;
            while (from < examples) {
                if (stopRequest.isMade()) {
                    throw new StoppedException();
                }
                int to = Math.min(from + microBatches.evaluationRows(), examples);
                try {
                    add(means, split, noise, from, to, draw == 0);
                    from = to;
                } catch (StarvedException e) {
                    halve(e);
                    listener.batchesSplit(microBatches.event(steps, e.words()));
                }
            }
        }
        return means;
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

    private void add(SplitMeans means, Split split, float[] noise, int from, int to, boolean firstDraw) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            add(means, batch(split, noise, from, to, scoped), from, firstDraw);
        } catch (RuntimeException | Error e) {
            StarvedException.throwFor(e);
            throw e;
        }
    }

    private Batch batch(Split split, float[] noise, int from, int to, NDManager scoped) {
        int elements = split.elements();
        NDArray data = scoped.create(
                Arrays.copyOfRange(split.values(), from * elements, to * elements), new Shape(to - from, elements));
        NDArray normal =
                scoped.create(Arrays.copyOfRange(noise, from * latents, to * latents), new Shape(to - from, latents));
        return terms.batch(data, Map.of(Batch.NOISE, normal), constants.within(scoped));
    }

    private void add(SplitMeans means, Batch batch, int from, boolean firstDraw) {
        VaeOutput output = vae.forward(batch, false);
        NDArray prediction = terms.prediction(output.decoded());
        NDArray ofElements =
                batch.constants().meanOverRows(batch.data().sub(prediction).square());
        NDArray squaredErrors = Gaussians.squaredError(batch.data(), prediction, batch.constants());
        NDArray squaredError = batch.constants().meanOverRows(squaredErrors);
        NDArray kl = batch.constants()
                .meanOverRows(Gaussians.klToStandardNormal(output.mean(), output.logVariance(), batch.constants()));
        List<Measured> reconstructions = terms.measured(terms.reconstruction(), batch, output);
        double reconstruction = total(reconstructions);
        double divergence = total(terms.measured(terms.divergence(), batch, output));
        long rows = batch.data().getShape().get(0);
        // All is read before anything is added, since memory may run out meanwhile.
        float[] posteriorMeans = firstDraw ? output.mean().toFloatArray() : new float[0];
        float[] errors = squaredErrors.toFloatArray();
        float[] ofExamples = ofExamples(reconstructions);
        Measures measures =
                Measures.ofSplit(reconstruction, squaredError.toFloatArray()[0], divergence, wide(kl.toFloatArray()));
        means.add(rows, measures, ofElements.toFloatArray());
        means.addExamples(from, errors, ofExamples, draws);
        means.addPosteriorMeans(posteriorMeans);
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
