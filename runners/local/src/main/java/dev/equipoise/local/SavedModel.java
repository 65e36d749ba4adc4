package dev.equipoise.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.local.internal.checkpoint.StateJson;
import dev.equipoise.run.CheckpointSaved;
import java.util.Map;
import java.util.Optional;

/**
 * The model of a checkpoint, as it was read.
 *
 * @param run the run's id
 * @param steps updates made
 * @param reason why the checkpoint was taken
 * @param parameters by path; averaged if the run keeps an average of its weights
 * @param critics parameters of the critics, by path; empty if no term has one
 * @param state every other number of the run
 * @param fingerprint what a resume must find again, by name
 */
public record SavedModel(
        String run,
        long steps,
        CheckpointSaved.Reason reason,
        Map<String, Tensor> parameters,
        Map<String, Tensor> critics,
        JsonNode state,
        Map<String, String> fingerprint) {

    /** The fitted steps, in their order; null for steps that cannot be saved. */
    public JsonNode preprocessing() {
        return state.path("preprocessing");
    }

    /** The scale of what a conditional model is given; empty for other models. */
    public Optional<AffinePreprocessing> condition() {
        JsonNode scale = state.path("condition");
        return scale.isObject()
                ? Optional.of(StateJson.read(scale, AffinePreprocessing.class, "the condition"))
                : Optional.empty();
    }
}
