package dev.equipoise.local.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Measured;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.ModelView;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/** The model as it is, for listeners; on the run's thread only. */
final class LiveModel implements ModelView {

    private final NDManager manager;
    private final Vae vae;
    private final PricedTerms terms;
    private final Constants constants;
    private final PreprocessedData data;
    private final int latents;
    private final OptionalDouble decoderVariance;

    /**
     * @param decoderVariance of the Gaussian decoder at this moment; empty where reconstruction is a likelihood in nats
     */
    LiveModel(
            NDManager manager,
            Vae vae,
            PricedTerms terms,
            Constants constants,
            PreprocessedData data,
            int latents,
            OptionalDouble decoderVariance) {
        this.manager = manager;
        this.vae = vae;
        this.terms = terms;
        this.constants = constants;
        this.data = data;
        this.latents = latents;
        this.decoderVariance = decoderVariance;
    }

    @Override
    public int elements() {
        return data.facts().elements();
    }

    @Override
    public int latents() {
        return latents;
    }

    @Override
    public Encoded encode(float[] values) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList posterior = vae.encode(rows(values, elements(), scoped), constants.within(scoped));
            return new Encoded(posterior.get(0).toFloatArray(), posterior.get(1).toFloatArray());
        }
    }

    @Override
    public float[] decode(float[] latentValues) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return terms.prediction(vae.decode(rows(latentValues, latents, scoped), false))
                    .toFloatArray();
        }
    }

    @Override
    public double[] logLikelihood(float[] values, float[] latentValues) {
        try (NDManager scoped = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Constants within = constants.within(scoped);
            NDArray x = rows(values, elements(), scoped);
            NDArray z = rows(latentValues, latents, scoped);
            NDArray decoded = vae.decode(z, false);
            if (decoderVariance.isPresent()) {
                double variance = decoderVariance.getAsDouble();
                float[] errors = Gaussians.squaredError(x, terms.prediction(decoded), within)
                        .toFloatArray();
                double normaliser = 0.5 * elements() * Math.log(2 * Math.PI * variance);
                return map(errors, error -> -error / (2 * variance) - normaliser);
            }
            VaeOutput output = new VaeOutput(z, z, z, decoded);
            Measured nll = terms.measured(terms.reconstruction(), terms.batch(x, Map.of(), within), output)
                    .get(0);
            return map(nll.at(Grain.EXAMPLE).toFloatArray(), nats -> -nats);
        }
    }

    private static double[] map(float[] values, DoubleUnaryOperator function) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.applyAsDouble(values[i]);
        }
        return mapped;
    }

    @Override
    public float[] undoPreprocessing(float[] values) {
        return data.undo(values);
    }

    private static NDArray rows(float[] values, int columns, NDManager scoped) {
        if (values.length % columns != 0) {
            throw new IllegalArgumentException(
                    "values must fill rows of " + columns + ", got " + values.length + " values");
        }
        return scoped.create(values, new Shape(values.length / columns, columns));
    }
}
