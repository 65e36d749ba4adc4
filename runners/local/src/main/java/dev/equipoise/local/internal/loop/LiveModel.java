package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.ModelView;
import java.util.Map;
import java.util.OptionalDouble;

/** The model as it is, for listeners; on the run's thread only. */
final class LiveModel implements ModelView {

    private final EngineModel model;
    private final PricedTerms terms;
    private final PreprocessedData data;
    private final OptionalDouble decoderVariance;

    /**
     * @param decoderVariance of the Gaussian decoder at this moment; empty if reconstruction is a likelihood in nats
     */
    LiveModel(EngineModel model, PricedTerms terms, PreprocessedData data, OptionalDouble decoderVariance) {
        this.model = model;
        this.terms = terms;
        this.data = data;
        this.decoderVariance = decoderVariance;
    }

    @Override
    public int elements() {
        return model.elements();
    }

    @Override
    public int latents() {
        return model.latents();
    }

    @Override
    public int given() {
        return model.layout().given();
    }

    @Override
    public Encoded encode(float[] values) {
        return model.encode(values);
    }

    @Override
    public float[] decode(float[] latentValues) {
        return model.decode(latentValues, terms::prediction);
    }

    @Override
    public double[] logLikelihood(float[] values, float[] latentValues) {
        return model.within(scope -> {
            Constants within = scope.constants();
            NDArray rows = scope.rows(model.layout().of(values), model.layout().columns());
            Batch batch = terms.batch(rows, Map.of(), within);
            NDArray z = scope.rows(latentValues, latents() + given());
            NDArray decoded = model.vae().decode(z, model.side(within));
            if (decoderVariance.isPresent()) {
                double variance = decoderVariance.getAsDouble();
                NDArray nats = batch.squaredError(terms.prediction(decoded, within))
                        .mul(within.moving(0.5 / variance))
                        .add(batch.observedElements().mul(within.moving(0.5 * Math.log(2 * Math.PI * variance))));
                return negative(nats.toFloatArray());
            }
            VaeOutput output = new VaeOutput(z, z, z, decoded, model.vae().learned());
            NDArray nll = terms.measured(terms.reconstruction(), batch, output).stream()
                    .map(measured -> measured.at(Grain.EXAMPLE))
                    .reduce(NDArray::add)
                    .orElseThrow();
            return negative(nll.toFloatArray());
        });
    }

    private static double[] negative(float[] values) {
        double[] negative = new double[values.length];
        for (int i = 0; i < negative.length; i++) {
            negative[i] = -values[i];
        }
        return negative;
    }

    @Override
    public float[] undoPreprocessing(float[] values) {
        return data.undo(values);
    }
}
