package dev.equipoise.local.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.common.collect.Maps;
import com.google.common.primitives.Floats;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.data.Split;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Vae;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.ModelView.Encoded;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A plan's model on an engine, on one thread.
 *
 * @param manager owns what lives as long as the model
 * @param layout of the rows that it gets
 * @param latents M of them
 * @param seed of the plan
 * @param set side inputs of evaluations by name, the same for all examples; all others have their means
 */
public record EngineModel(
        EngineName engine,
        NDManager manager,
        Vae vae,
        Constants constants,
        RowLayout layout,
        int latents,
        long seed,
        Map<String, Double> set) {

    /** Rows that are encoded or decoded at once. */
    private static final int ROWS = 512;

    /** The model with its initial weights. */
    public static EngineModel of(ExperimentPlan plan, EngineName engine, NDManager manager) {
        return of(plan, engine, manager, plan.seed());
    }

    /** The same with the initial weights of another seed. */
    public static EngineModel of(ExperimentPlan plan, EngineName engine, NDManager manager, long seed) {
        Architecture architecture = plan.part(Architecture.class);
        int elements = plan.facts().elements();
        Vae vae = new Vae(
                VaeLayers.of(plan),
                new Vae.Parts(
                        plan.part(Posterior.class),
                        plan.parts(Prior.class).stream().findFirst(),
                        plan.part(Reconstruction.class).learned()),
                elements,
                manager,
                DataType.FLOAT32,
                seed);
        Constants constants = new Constants(manager, DataType.FLOAT32);
        return new EngineModel(
                engine,
                manager,
                vae,
                constants,
                RowLayout.of(plan.facts().data()),
                architecture.latent(),
                plan.seed(),
                Map.of());
    }

    /** The same model with its weights, evaluated at one of the betas that it was trained for. */
    public EngineModel at(double beta, BalancingStrategy.Rates rates) {
        return new EngineModel(
                engine,
                manager,
                vae,
                constants,
                layout,
                latents,
                seed,
                Map.of(rates.input().name(), rates.standardised(beta)));
    }

    /** The side inputs of evaluations that are set, of shape (1, 1). */
    public Map<String, NDArray> side(Constants within) {
        return Maps.transformValues(set, value -> within.moving(value));
    }

    /** Elements N of a datum. */
    public int elements() {
        return layout.elements();
    }

    /**
     * Where the arrays of one step or one call live.
     *
     * @param manager closes them at the scope's end
     * @param constants whose moving values end with it
     */
    public record Scope(NDManager manager, Constants constants) {

        /** Some rows of values in rows of so many columns, shape (to − from, columns). */
        public NDArray rows(float[] values, int columns, int from, int to) {
            boolean all = from == 0 && to * columns == values.length;
            return manager.create(
                    all ? values : Arrays.copyOfRange(values, from * columns, to * columns),
                    new Shape(to - from, columns));
        }

        /**
         * All of them.
         *
         * @throws IllegalArgumentException if they fill no rows
         */
        public NDArray rows(float[] values, int columns) {
            return rows(values, columns, 0, count(values, columns));
        }
    }

    /** Works in a scope of its own; no array of it may leave. */
    public <T> T within(Function<Scope, T> work) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return work.apply(new Scope(scoped, constants.within(scoped)));
        }
    }

    /**
     * Posterior parameters of preprocessed data in rows of N + K, K being what is given beside a datum; a missing value is
     * NaN.
     *
     * @throws IllegalArgumentException if the values fill no rows
     */
    public Encoded encode(float[] data) {
        count(data, elements() + layout.given());
        return encodeLaid(layout.of(data));
    }

    /** Posterior parameters of some examples of a preprocessed split. */
    public Encoded encode(Split split, int first, int end) {
        return encodeLaid(layout.of(split, first, end));
    }

    /** Predictions in rows of N for the posterior means of a preprocessed split. */
    public float[] reconstruct(Split split, BiFunction<NDArray, Constants, NDArray> prediction) {
        float[] data = new float[Math.multiplyExact(split.examples(), elements())];
        for (int from = 0; from < split.examples(); from += ROWS) {
            int end = Math.min(from + ROWS, split.examples());
            float[] latent = layout.besideGiven(encode(split, from, end).means(), latents, split, from);
            put(decode(latent, prediction), data, from * elements());
        }
        return data;
    }

    private Encoded encodeLaid(float[] laid) {
        int rows = count(laid, layout.columns());
        float[] means = new float[rows * latents];
        float[] logVariances = new float[rows * latents];
        for (int first = 0; first < rows; first += ROWS) {
            int from = first;
            Encoded some = within(scope -> {
                NDList posterior = vae.encode(
                        scope.rows(laid, layout.columns(), from, Math.min(from + ROWS, rows)),
                        side(scope.constants()),
                        scope.constants());
                return new Encoded(
                        posterior.get(0).toFloatArray(), posterior.get(1).toFloatArray());
            });
            put(some.means(), means, from * latents);
            put(some.logVariances(), logVariances, from * latents);
        }
        return new Encoded(means, logVariances);
    }

    /**
     * Predictions in rows of N for latents in rows of M + K.
     *
     * @param prediction of what was decoded, shape (B, N)
     * @throws IllegalArgumentException if the values fill no rows
     */
    public float[] decode(float[] values, BiFunction<NDArray, Constants, NDArray> prediction) {
        int columns = latents + layout.given();
        int rows = count(values, columns);
        float[] data = new float[Math.multiplyExact(rows, elements())];
        for (int first = 0; first < rows; first += ROWS) {
            int from = first;
            float[] some = within(scope -> prediction
                    .apply(
                            vae.decode(
                                    scope.rows(values, columns, from, Math.min(from + ROWS, rows)),
                                    side(scope.constants())),
                            scope.constants())
                    .toFloatArray());
            put(some, data, from * elements());
        }
        return data;
    }

    /** The prior as it is now. */
    public LatentPrior prior() {
        return within(scope -> vae.prior(scope.constants())
                .map(mixture -> new LatentPrior(
                        latents,
                        weights(mixture.logWeight().toFloatArray()),
                        mixture.mean().toFloatArray(),
                        mixture.logVariance().toFloatArray()))
                .orElseGet(() -> LatentPrior.standardNormal(latents)));
    }

    private static List<Double> weights(float[] logWeights) {
        return Floats.asList(logWeights).stream().map(Math::exp).toList();
    }

    private static int count(float[] values, int columns) {
        if (values.length % columns != 0) {
            throw new IllegalArgumentException(
                    "values must fill rows of " + columns + ", got " + values.length + " values");
        }
        return values.length / columns;
    }

    private static void put(float[] some, float[] into, int at) {
        System.arraycopy(some, 0, into, at, some.length);
    }

    /** The gradients of the parameters of these networks by path; those of all others are cleared. */
    public Map<String, NDArray> gradients(Set<Vae.Network> networks) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        vae.parameters().forEach((path, array) -> {
            if (networks.contains(Vae.Network.owning(path))) {
                gradients.put(path, array.getGradient());
            } else {
                Engines.clearGradient(engine, array);
            }
        });
        return gradients;
    }

    /** PyTorch adds the next gradient to what is there. */
    public void clearGradients() {
        vae.parameters().values().forEach(array -> Engines.clearGradient(engine, array));
    }

    /** How many numbers are trained. */
    public long parameters() {
        return vae.parameters().values().stream().mapToLong(NDArray::size).sum();
    }
}
