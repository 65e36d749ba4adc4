package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.FittedPreprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Preprocessing as it was fitted, so that a trained model needs no data to work. Affine steps alone are saved; others are
 * fitted to the data again.
 */
public final class FittedSteps {

    private FittedSteps() {}

    /** The steps in their order; null for one that is not affine. */
    public static JsonNode tree(List<FittedPreprocessing> steps) {
        ArrayNode tree = JsonNodeFactory.instance.arrayNode();
        steps.forEach(step -> tree.add(
                step instanceof AffinePreprocessing affine
                        ? StateJson.tree(affine)
                        : JsonNodeFactory.instance.nullNode()));
        return tree;
    }

    /** The steps that were saved; empty if one of them was not. */
    public static Optional<List<FittedPreprocessing>> read(JsonNode tree) {
        List<FittedPreprocessing> steps = new ArrayList<>();
        for (JsonNode step : tree) {
            if (step.isNull()) {
                return Optional.empty();
            }
            steps.add(StateJson.read(step, AffinePreprocessing.class, "preprocessing"));
        }
        return Optional.of(steps);
    }
}
