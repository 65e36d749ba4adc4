package dev.equipoise.run;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.Prices;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Penalty;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The objective on the validation split: its means, priced as at the epoch's last step. It exists if every price is a
 * weight and the loss is their sum. Another penalty shape, a further term or a bound needs more than the means of the
 * split.
 */
public final class ValidationLoss {

    private final boolean ofMeans;

    public ValidationLoss(ExperimentPlan plan) {
        ofMeans = shapes(plan).allMatch(Penalty::linear)
                && plan.parts(LossTerm.class).isEmpty()
                && plan.parts(Objective.class).stream().allMatch(Objective::sum);
    }

    private static Stream<Penalty> shapes(ExperimentPlan plan) {
        return Stream.concat(brought(plan.part(BalancingStrategy.class)), plan.parts(Penalty.class).stream());
    }

    private static Stream<Penalty> brought(BalancingStrategy<?> strategy) {
        return Stream.concat(strategy.divergencePenalty().stream(), strategy.reconstructionPenalty().stream());
    }

    /** The loss at these prices; empty if it does not exist. */
    public OptionalDouble at(Prices prices, SplitEvaluation split) {
        return ofMeans ? prices.linearLoss(split.reconstruction(), split.divergence()) : OptionalDouble.empty();
    }
}
