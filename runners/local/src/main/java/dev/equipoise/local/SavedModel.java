package dev.equipoise.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.AffinePreprocessing;
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
 * @param preprocessing the fitted steps, in their order; missing in the checkpoints of steps that cannot be saved
 * @param condition the scale of what a conditional model is given; empty for other models
 */
public record SavedModel(
        String run,
        long steps,
        CheckpointSaved.Reason reason,
        Map<String, Tensor> parameters,
        JsonNode preprocessing,
        Optional<AffinePreprocessing> condition) {}
