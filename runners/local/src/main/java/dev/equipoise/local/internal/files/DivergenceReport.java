package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.balance.Readings;
import dev.equipoise.run.RolledBack;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.StepFinished;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** {@code autopsy.json}: the last steps before a run diverged, and how often it went back before. */
final class DivergenceReport {

    private static final int LAST_STEPS = 50;

    private final Deque<StepFinished> steps = new ArrayDeque<>();
    private final List<RolledBack> rollbacks = new ArrayList<>();

    void step(StepFinished event) {
        if (steps.size() == LAST_STEPS) {
            steps.removeFirst();
        }
        steps.addLast(event);
    }

    void rolledBack(RolledBack event) {
        rollbacks.add(event);
    }

    /** Numbers that are not finite are the texts "NaN" and "Infinity". */
    ObjectNode json(RunReport report) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("reason", report.reason().orElse(null));
        ArrayNode back = node.putArray("rollbacks");
        rollbacks.forEach(rollback -> back.addObject()
                .put("cause", rollback.cause())
                .put("fromSteps", rollback.from())
                .put("toSteps", rollback.to())
                .put("learningRateFactor", rollback.rateFactor()));
        ArrayNode last = node.putArray("lastSteps");
        steps.forEach(step -> last.add(row(step)));
        return node;
    }

    private static ObjectNode row(StepFinished step) {
        Readings read = step.readings();
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("step", step.step() + 1);
        row.put("epoch", step.epoch() + 1);
        row.set("learningRate", PlainJson.exact(step.learningRate()));
        row.set("divergenceWeight", PlainJson.exact(step.prices().divergence().weight()));
        row.set(
                "reconstructionWeight",
                PlainJson.exact(step.prices().reconstruction().weight()));
        row.set("loss", PlainJson.exact(read.loss()));
        row.set("reconstruction", PlainJson.exact(read.reconstruction()));
        row.set("squaredError", PlainJson.exact(read.squaredError()));
        row.set("klNats", PlainJson.exact(read.kl()));
        row.set("klPerLatentNats", PlainJson.exact(read.klPerLatent()));
        row.set("divergence", PlainJson.exact(read.divergence()));
        row.set("gradientNorm", PlainJson.exact(read.gradientNorm()));
        row.set("strategy", PlainJson.exact(step.strategy()));
        return row;
    }
}
