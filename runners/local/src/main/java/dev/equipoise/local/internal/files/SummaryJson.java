package dev.equipoise.local.internal.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.equipoise.run.Phase;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.SplitEvaluation;
import dev.equipoise.run.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** {@code summary.json}: a run's report. Numbers that are not finite or mean nothing are null. */
public final class SummaryJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SummaryJson() {}

    /** @param warnings that the run gave while it trained */
    static ObjectNode of(RunReport report, List<String> warnings) {
        ObjectNode node = JSON.objectNode();
        node.put("experiment", report.experiment());
        node.put("status", report.status().word());
        node.put("reason", report.reason().orElse(null));
        node.put("engine", report.environment().engine());
        node.put("device", report.environment().device());
        node.put("deviceReason", report.environment().deviceReason());
        node.put("seed", report.seed());
        node.put("epochs", report.epochs());
        node.put("steps", report.steps());
        node.set("seconds", JsonFile.number(report.seconds()));
        node.set("examplesPerSecond", JsonFile.number(report.examplesPerSecond()));
        node.put("rollbacks", report.rollbacks());
        node.put("microBatches", report.microBatches());
        node.set("trainingLoss", JsonFile.number(report.trainingLoss()));
        node.set(
                "contributions",
                report.contributions()
                        .<JsonNode>map(parts -> numbers(parts.all()))
                        .orElse(JSON.nullNode()));
        node.set("furtherTerms", numbers(report.furtherTerms()));
        if (!report.readings().isEmpty()) {
            node.set("readings", numbers(report.readings()));
        }
        node.set("betaFinal", JsonFile.number(report.betaFinal()));
        node.set("betaLastEpochMean", JsonFile.number(report.betaLastEpochMean()));
        node.set("decoderVariance", decoderVariance(report.decoderVariance()));
        node.set(Phase.TRAIN.word(), report.train().map(SummaryJson::split).orElse(JSON.nullNode()));
        node.set(
                Phase.VALIDATION.word(),
                report.validation().map(SummaryJson::split).orElse(JSON.nullNode()));
        report.test().ifPresent(split -> node.set("test", split(split)));
        report.train().flatMap(SplitEvaluation::sourceUnits).ifPresent(units -> {
            ArrayNode constant = node.putArray("constantElements");
            units.constant().forEach(constant::add);
        });
        report.dataUnitsMissing().ifPresent(why -> node.put("dataUnitsMissing", why));
        report.target().ifPresent(target -> node.set("target", target(target)));
        ArrayNode verdicts = node.putArray("verdicts");
        report.verdicts().forEach(verdict -> verdicts.add(verdict(verdict)));
        warnings.forEach(node.putArray("warnings")::add);
        return node;
    }

    private static ObjectNode numbers(Map<String, Double> values) {
        ObjectNode node = JSON.objectNode();
        values.forEach((name, value) -> node.set(name, JsonFile.number(value)));
        return node;
    }

    private static ObjectNode target(RunReport.Target target) {
        ObjectNode node = JSON.objectNode();
        node.put("of", target.of().id());
        node.set("value", JsonFile.number(target.value()));
        node.set("reached", JsonFile.number(target.reached()));
        node.set("deviation", JsonFile.number(target.deviation()));
        node.put("settled", target.settled());
        node.put("atBound", target.atBound());
        return node;
    }

    private static ObjectNode verdict(Verdict verdict) {
        return JSON.objectNode()
                .put("id", verdict.kind().id())
                .put("holds", verdict.holds().orElse(null))
                .put("text", verdict.text());
    }

    /** Beta 0 implies a variance of 0, which is that of no decoder. */
    private static JsonNode decoderVariance(OptionalDouble variance) {
        return JsonFile.number(variance.orElse(0) > 0 ? variance : OptionalDouble.empty());
    }

    private static JsonNode number(
            Optional<SplitEvaluation.SourceUnits> units, ToDoubleFunction<SplitEvaluation.SourceUnits> value) {
        return units.map(known -> JsonFile.number(value.applyAsDouble(known))).orElse(JSON.nullNode());
    }

    /** An evaluated split. */
    public static JsonNode split(SplitEvaluation split) {
        ObjectNode node = JSON.objectNode();
        node.set("squaredError", JsonFile.number(split.squaredError()));
        node.set("mse", JsonFile.number(split.mse()));
        node.set("reconstruction", JsonFile.number(split.reconstruction()));
        node.put("reconstructionUnit", split.reconstructionUnit());
        node.set("kl", JsonFile.number(split.kl()));
        node.set("divergence", JsonFile.number(split.divergence()));
        node.set("elbo", JsonFile.number(split.elbo()));
        node.set("elboOptimalVariance", JsonFile.number(split.elboOptimalVariance()));
        split.bound().ifPresent(bound -> {
            node.set("bound", JsonFile.number(bound.nats()));
            node.put("boundSamples", bound.samples());
        });
        Optional<SplitEvaluation.SourceUnits> units = split.sourceUnits();
        node.set("logJacobian", number(units, SplitEvaluation.SourceUnits::logJacobian));
        node.set("squaredErrorData", number(units, SplitEvaluation.SourceUnits::squaredError));
        node.set("elboOptimalVarianceData", number(units, SplitEvaluation.SourceUnits::elboOptimalVariance));
        node.put("activeUnits", split.activeUnits());
        if (!split.klPerLatent().isEmpty()) {
            node.put("latentsAboveHundredthNat", split.latentsAboveHundredthNat());
        }
        if (!split.means().named().isEmpty()) {
            ObjectNode measures = node.putObject("measures");
            split.means().named().forEach((name, nats) -> measures.set(name, JsonFile.number(nats)));
        }
        if (!split.gained().isEmpty()) {
            ObjectNode gained = node.putObject("gained");
            split.gained().forEach((name, nats) -> gained.set(name, JsonFile.number(nats)));
        }
        if (!split.klPerLatent().isEmpty()) {
            ArrayNode klPerLatent = node.putArray("klPerLatent");
            split.klPerLatent().forEach(kl -> klPerLatent.add(JsonFile.number(kl)));
        }
        return node;
    }
}
