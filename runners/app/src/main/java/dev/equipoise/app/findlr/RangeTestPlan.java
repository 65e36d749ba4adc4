package dev.equipoise.app.findlr;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.PlannedPart;
import dev.equipoise.experiment.Value;
import dev.equipoise.local.verdict.Unjudged;
import dev.equipoise.part.Facts;
import dev.equipoise.run.StoppingRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plan of a range test: an experiment's own, but for its learning rate, its held prices and its length. */
public final class RangeTestPlan {

    private static final String ORIGIN = "find-lr";

    /** A range test has its own rate and end, and is never resumed. */
    private static final Set<Class<?>> REPLACED =
            Set.of(LearningRate.class, StoppingRule.class, Checkpoint.Settings.class);

    private RangeTestPlan() {}

    /**
     * The experiment's plan made into that of a range test; the strategy keeps the horizon of the whole run. It has none
     * of the experiment's warnings: they are about prices that move, and about a rate that is replaced.
     */
    public static ExperimentPlan of(ExperimentPlan plan, RateSweep sweep, LossCurve curve) {
        List<PlannedPart> parts = new ArrayList<>();
        for (PlannedPart part : plan.parts()) {
            if (part.role() == BalancingStrategy.class) {
                parts.add(held(part, plan.facts().totalSteps()));
            } else if (!REPLACED.contains(part.role())) {
                parts.add(part);
            }
        }
        Map<String, Value> values = Map.of(
                "min", new Value(sweep.min(), "per step", ORIGIN),
                "max", new Value(sweep.max(), "per step", ORIGIN),
                "steps", new Value(sweep.steps(), "steps", ORIGIN));
        parts.add(new PlannedPart("rateSweep", LearningRate.class, ORIGIN, values, sweep));
        parts.add(new PlannedPart("lossCurve", StoppingRule.class, ORIGIN, Map.of(), curve));
        Unjudged unjudged = new Unjudged("a test of learning rates trains no model");
        parts.add(new PlannedPart("rangeTest", Unjudged.class, ORIGIN, Map.of(), unjudged));
        return ofSteps(plan, sweep.steps(), parts);
    }

    private static PlannedPart held(PlannedPart part, long totalSteps) {
        HeldPrices prices = HeldPrices.of((BalancingStrategy<?>) part.part(), totalSteps);
        return new PlannedPart(part.key(), part.role(), part.origin() + ", held by " + ORIGIN, part.values(), prices);
    }

    private static ExperimentPlan ofSteps(ExperimentPlan plan, int steps, List<PlannedPart> parts) {
        Facts facts = plan.facts();
        int epochs = Math.toIntExact((steps + facts.stepsPerEpoch() - 1) / facts.stepsPerEpoch());
        Map<String, Value> values = new LinkedHashMap<>(plan.values());
        values.put("epochs", new Value(epochs, "epochs", ORIGIN));
        return new ExperimentPlan(
                plan.type(),
                plan.name(),
                values,
                parts,
                new Facts(
                        facts.knownData(),
                        facts.batchSize(),
                        epochs,
                        facts.seed(),
                        facts.knownLatents(),
                        facts.knownBetaCycle()),
                List.of());
    }
}
