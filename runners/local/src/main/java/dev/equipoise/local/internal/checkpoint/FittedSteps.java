package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Preprocessing as it was fitted, so that a trained model needs no data to work. A step is saved if it is
 * of the type that its part declares; others are fitted to the data again.
 */
public final class FittedSteps {

    /** Characters of a step; one with more, such as the axes of large images, would weigh more than most models. */
    private static final int LARGEST = 1 << 22;

    private FittedSteps() {}

    /**
     * The steps in their order; null for one of another type than its part says, or that is large.
     *
     * @param parts that fitted them
     */
    public static JsonNode tree(List<FittedPreprocessing> steps, List<Preprocessing> parts) {
        ArrayNode tree = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < steps.size(); i++) {
            boolean known = steps.get(i).getClass() == parts.get(i).fitted();
            JsonNode step = known ? StateJson.tree(steps.get(i)) : JsonNodeFactory.instance.nullNode();
            tree.add(step.toString().length() <= LARGEST ? step : JsonNodeFactory.instance.nullNode());
        }
        return tree;
    }

    /** The steps that were saved; empty if one of them was not. */
    public static Optional<List<FittedPreprocessing>> read(JsonNode tree, List<Preprocessing> parts) {
        List<FittedPreprocessing> steps = new ArrayList<>();
        for (int i = 0; i < tree.size(); i++) {
            if (tree.get(i).isNull()) {
                return Optional.empty();
            }
            steps.add(StateJson.read(tree.get(i), parts.get(i).fitted(), "preprocessing"));
        }
        return Optional.of(steps);
    }
}
