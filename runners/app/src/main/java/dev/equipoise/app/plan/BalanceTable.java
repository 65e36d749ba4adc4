package dev.equipoise.app.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.experiment.ExperimentPlan;
import java.util.List;
import java.util.OptionalDouble;

/** The balance that a strategy starts with, in the conventions that people write beta in. */
final class BalanceTable {

    private BalanceTable() {}

    /**
     * The balance in one convention.
     *
     * @param loss as that convention writes it
     * @param beta its number there
     */
    public record Row(String loss, double beta) {}

    static List<Row> of(ExperimentPlan plan) {
        OptionalDouble beta = initialBeta(plan.part(BalancingStrategy.class));
        return beta.isPresent() ? List.of(new Row("squared error + beta * KL", beta.getAsDouble())) : List.of();
    }

    private static <S extends Record> OptionalDouble initialBeta(BalancingStrategy<S> strategy) {
        return strategy.prices(0, strategy.initial()).effectiveBeta();
    }
}
