package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.data.Split;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.random.Stream;
import dev.equipoise.run.StopRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Measures whole splits with fixed parameters, in evaluation mode, with the same noise at every evaluation. */
final class Evaluator {

    private static final int ROWS = 512;

    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
    private final Constants constants;
    private final int latents;
    private final int draws;
    private final long seed;
    private final StopRequest stopRequest;

    Evaluator(
            NDManager manager,
            Vae vae,
            PricedTerms terms,
            Constants constants,
            int latents,
            int draws,
            long seed,
            StopRequest stopRequest) {
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.constants = constants;
        this.latents = latents;
        this.draws = draws;
        this.seed = seed;
        this.stopRequest = stopRequest;
    }

    /**
     * Means over the examples of a split.
     *
     * @throws StoppedException where the run was asked to end meanwhile
     */
    SplitMeans evaluate(Split split) {
        SplitMeans means = new SplitMeans(split.elements(), latents);
        int examples = split.examples();
        for (int draw = 0; draw < draws; draw++) {
            float[] noise = new float[examples * latents];
            CounterRandom.gaussian(noise, seed, Stream.EVALUATION_NOISE, draw);
            for (int from = 0; from < examples; from += ROWS) {
                int to = Math.min(from + ROWS, examples);
                if (stopRequest.isMade()) {
                    throw new StoppedException();
                }
                try (NDManager scoped = manager.newSubManager();
                        NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    add(means, batch(split, noise, from, to, scoped), draw == 0);
                }
            }
        }
        return means;
    }

    private Batch batch(Split split, float[] noise, int from, int to, NDManager scoped) {
        int elements = split.elements();
        NDArray data = scoped.create(
                Arrays.copyOfRange(split.values(), from * elements, to * elements), new Shape(to - from, elements));
        NDArray normal =
                scoped.create(Arrays.copyOfRange(noise, from * latents, to * latents), new Shape(to - from, latents));
        return terms.batch(data, Map.of(Batch.NOISE, normal), constants.within(scoped));
    }

    private void add(SplitMeans means, Batch batch, boolean firstDraw) {
        VaeOutput output = vae.forward(batch, false);
        NDArray prediction = terms.reconstruction().prediction(output.decoded());
        NDArray squaredError =
                batch.constants().meanOverRows(Gaussians.squaredError(batch.data(), prediction, batch.constants()));
        NDArray kl = batch.constants()
                .meanOverRows(Gaussians.klToStandardNormal(output.mean(), output.logVariance(), batch.constants()));
        double reconstruction = total(terms.reconstruction(), batch, output);
        double divergence = total(terms.divergence(), batch, output);
        long rows = batch.data().getShape().get(0);
        means.add(rows, squaredError.toFloatArray()[0], reconstruction, divergence, kl.toFloatArray());
        if (firstDraw) {
            means.addPosteriorMeans(output.mean().toFloatArray());
        }
    }

    private static double total(LossTerm term, Batch batch, VaeOutput output) {
        List<Measure> measures = term.measures();
        List<NDArray> values = term.measure(batch, output);
        double total = 0;
        for (int i = 0; i < measures.size(); i++) {
            Measured measured = new Measured(measures.get(i), values.get(i), batch.constants());
            total += measures.get(i).relativeWeight() * measured.at(Grain.BATCH).toFloatArray()[0];
        }
        return total;
    }

    /** Parameters of the posteriors of rows of data: mean and log-variance. */
    NDList encode(NDArray data, Constants within) {
        return vae.encode(data, within);
    }
}
