package dev.equipoise.app.internal.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LearningRate;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What another length of a run does to its schedules: those that are laid out over its steps are stretched. */
public final class MovedSchedules {

    private MovedSchedules() {}

    /** Lines that say what has moved at the last step that both plans have, and how it stays; empty if nothing moved. */
    public static List<String> between(ExperimentPlan before, ExperimentPlan now) {
        long step = Math.min(before.facts().totalSteps(), now.facts().totalSteps()) - 1;
        Map<String, Double> was = at(before, step);
        List<String> moved = new ArrayList<>();
        at(now, step).forEach((what, is) -> {
            double old = was.getOrDefault(what, is);
            if (old != is) {
                moved.add(what + " is " + Numbers.significant(is) + " instead of " + Numbers.significant(old));
            }
        });
        if (moved.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("the schedules span " + length(now) + " instead of " + length(before) + ": at step "
                + Numbers.grouped(step) + " " + String.join(", and ", moved));
        if (before.facts().batchSize() == now.facts().batchSize()) {
            lines.add("to keep them as they were: --set experiment.scheduleEpochs="
                    + before.facts().epochs() + " --accept experiment.scheduleEpochs");
        }
        return lines;
    }

    private static String length(ExperimentPlan plan) {
        return Numbers.grouped(plan.facts().totalSteps()) + " steps";
    }

    /** What a step is priced and trained with, as far as that follows from the step. */
    private static Map<String, Double> at(ExperimentPlan plan, long step) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        LearningRate<?> rate = plan.part(LearningRate.class);
        Map<String, Double> values = new LinkedHashMap<>(balance(strategy, step));
        values.put("the learning rate", rate(rate, step));
        return values;
    }

    private static <S extends Record> double rate(LearningRate<S> rate, long step) {
        return rate.at(step, rate.initial());
    }

    private static <S extends Record> Map<String, Double> balance(BalancingStrategy<S> strategy, long step) {
        S state = strategy.initial();
        Map<String, Double> values = new LinkedHashMap<>();
        strategy.effectiveBeta(step, state).ifPresent(beta -> values.put("beta", beta));
        strategy.klTarget(step, state).ifPresent(nats -> values.put("the KL target", nats));
        strategy.prices(step, state).divergence().target().ifPresent(nats -> values.putIfAbsent("the KL target", nats));
        return values;
    }
}
