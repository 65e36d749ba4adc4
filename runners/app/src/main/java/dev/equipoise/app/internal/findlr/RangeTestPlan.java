package dev.equipoise.app.internal.findlr;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.verdict.Unjudged;
import dev.equipoise.optimizer.ExponentialMovingAverage;
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

    /** A range test has its own rate and end, is never resumed, and leaves no model. */
    private static final Set<Class<?>> REPLACED = Set.of(
            LearningRate.class, StoppingRule.class, Checkpoint.Settings.class, ExponentialMovingAverage.Settings.class);

    private RangeTestPlan() {}

    /**
     * The experiment's plan made into that of a range test; the strategy keeps the horizon of the whole run. It has none
     * of the experiment's warnings: they are about prices that move, and about a rate that is replaced.
     */
    public static ExperimentPlan of(ExperimentPlan plan, RateSweep sweep, LossCurve curve) {
        List<ExperimentPlan.PlannedPart> parts = new ArrayList<>();
        for (ExperimentPlan.PlannedPart part : plan.parts()) {
            if (part.role() == BalancingStrategy.class) {
                parts.add(held(part, plan.facts().totalSteps()));
            } else if (!REPLACED.contains(part.role())) {
                parts.add(part);
            }
        }
        Map<String, ExperimentPlan.Value> values = Map.of(
                "min", new ExperimentPlan.Value(sweep.min(), "per step", ORIGIN),
                "max", new ExperimentPlan.Value(sweep.max(), "per step", ORIGIN),
                "steps", new ExperimentPlan.Value(sweep.steps(), "steps", ORIGIN));
        parts.add(new ExperimentPlan.PlannedPart("rateSweep", LearningRate.class, ORIGIN, values, sweep));
        parts.add(new ExperimentPlan.PlannedPart("lossCurve", StoppingRule.class, ORIGIN, Map.of(), curve));
        Unjudged unjudged = new Unjudged("a test of learning rates trains no model");
        parts.add(new ExperimentPlan.PlannedPart("rangeTest", Unjudged.class, ORIGIN, Map.of(), unjudged));
        return ofSteps(plan, sweep.steps(), parts);
    }

    private static ExperimentPlan.PlannedPart held(ExperimentPlan.PlannedPart part, long totalSteps) {
        HeldPrices prices = HeldPrices.of((BalancingStrategy<?>) part.part(), totalSteps);
        return new ExperimentPlan.PlannedPart(
                part.key(), part.role(), part.origin() + ", held by " + ORIGIN, part.values(), prices);
    }

    private static ExperimentPlan ofSteps(ExperimentPlan plan, int steps, List<ExperimentPlan.PlannedPart> parts) {
        Facts facts = plan.facts();
        int epochs = Math.toIntExact((steps + facts.stepsPerEpoch() - 1) / facts.stepsPerEpoch());
        Map<String, ExperimentPlan.Value> values = new LinkedHashMap<>(plan.values());
        values.put("epochs", new ExperimentPlan.Value(epochs, "epochs", ORIGIN));
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
