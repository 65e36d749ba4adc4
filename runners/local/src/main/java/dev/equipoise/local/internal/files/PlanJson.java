package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.data.DataSource;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.part.Column;
import dev.equipoise.part.DataFacts;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.Map;

/** {@code plan.json}: every value of a plan with its unit and origin, its facts and its warnings. */
final class PlanJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlanJson() {}

    static ObjectNode of(ExperimentPlan plan) {
        ObjectNode node = JSON.objectNode();
        node.put("experiment", plan.name());
        node.put("class", plan.type().getName());
        node.set("values", values(plan.values()));
        ArrayNode parts = node.putArray("parts");
        plan.parts().forEach(part -> parts.add(part(part)));
        node.set("overrides", overrides(plan.overrides()));
        plan.parts(DataSource.class).forEach(source -> {
            DataFacts data = source.facts();
            node.set("data", data(data).put("scaled", data.scaled()));
        });
        node.set("facts", facts(plan.facts()));
        plan.warnings().forEach(node.putArray("warnings")::add);
        return node;
    }

    /** What changed the experiment from outside, so that a resume reads the same plan. */
    private static ObjectNode overrides(Overrides overrides) {
        ObjectNode node = JSON.objectNode();
        ArrayNode settings = node.putArray("settings");
        overrides
                .settings()
                .forEach(setting -> settings.addObject()
                        .put("key", setting.key())
                        .put("value", setting.value())
                        .put("origin", setting.origin()));
        overrides.with().forEach(node.putArray("with")::add);
        overrides.without().forEach(node.putArray("without")::add);
        node.put("fast", overrides.fast());
        return node;
    }

    private static ObjectNode part(ExperimentPlan.PlannedPart part) {
        ObjectNode node = JSON.objectNode();
        node.put("key", part.key());
        node.put("role", part.role().getSimpleName());
        node.put("class", part.part().getClass().getName());
        node.put("origin", part.origin());
        node.set("values", values(part.values()));
        return node;
    }

    private static ObjectNode values(Map<String, ExperimentPlan.Value> values) {
        ObjectNode node = JSON.objectNode();
        values.forEach((name, value) -> {
            ObjectNode one = node.putObject(name);
            one.set("value", PlainJson.exact(value.value()));
            one.put("unit", value.unit());
            one.put("origin", value.origin());
        });
        return node;
    }

    /** What the source says of its data, before any preprocessing: a trained model can be used without them. */
    private static ObjectNode data(DataFacts data) {
        ObjectNode node = JSON.objectNode();
        node.put("trainingExamples", data.trainingExamples());
        node.put("validationExamples", data.validationExamples());
        data.shape().forEach(node.putArray("shape")::add);
        node.put("elements", data.elements());
        node.put("gaps", data.gaps());
        put(node, "columns", data.columns());
        put(node, "given", data.given());
        JsonNode range = data.range()
                .<JsonNode>map(
                        r -> JSON.arrayNode().add(JsonFile.number(r.min())).add(JsonFile.number(r.max())))
                .orElse(JSON.nullNode());
        node.set("range", range);
        return node;
    }

    private static void put(ObjectNode node, String name, List<Column> columns) {
        if (columns.isEmpty()) {
            return;
        }
        ArrayNode array = node.putArray(name);
        for (Column column : columns) {
            ObjectNode described = array.addObject();
            described.put("name", column.name());
            column.categories().forEach(described.putArray("categories")::add);
            described.put("binary", column.binary());
            described.put("gap", column.gap());
            described.put("deviation", column.deviation());
            column.dispersion().ifPresent(dispersion -> described.put("dispersion", dispersion));
        }
    }

    private static ObjectNode facts(Facts facts) {
        ObjectNode node = data(facts.data());
        node.put("batchSize", facts.batchSize());
        node.put("epochs", facts.epochs());
        node.put("stepsPerEpoch", facts.stepsPerEpoch());
        node.put("totalSteps", facts.totalSteps());
        node.put("seed", facts.seed());
        return node;
    }
}
