package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import com.google.common.primitives.Floats;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.VaeOutput;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.ModelView;
import java.util.Map;
import java.util.Optional;
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
    public LatentPrior prior() {
        return model.prior();
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
            VaeOutput output = new VaeOutput(z, z, z, decoded, model.vae().learned(), Optional.empty());
            return Floats.asList(
                            terms.logLikelihood(batch, output, decoderVariance).toFloatArray())
                    .stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray();
        });
    }

    @Override
    public float[] undoPreprocessing(float[] values) {
        return data.undo(values);
    }
}
