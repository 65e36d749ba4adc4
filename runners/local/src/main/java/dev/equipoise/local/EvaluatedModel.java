package dev.equipoise.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.local.internal.files.SummaryJson;
import dev.equipoise.run.SplitEvaluation;
import java.util.Map;
import java.util.Optional;

/**
 * A saved model on some splits.
 *
 * @param splits by name: {@code train}, and {@code validation} and perhaps {@code test}, or {@code new}
 * @param dataUnitsMissing why they have no values in the units of the data source; empty if they have
 */
public record EvaluatedModel(Map<String, SplitEvaluation> splits, Optional<String> dataUnitsMissing) {

    /** Every split with the fields that it has in {@code summary.json}. */
    public ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        splits.forEach((name, split) -> node.set(name, SummaryJson.split(split)));
        dataUnitsMissing.ifPresent(why -> node.put("dataUnitsMissing", why));
        return node;
    }
}
