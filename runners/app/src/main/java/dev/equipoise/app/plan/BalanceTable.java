package dev.equipoise.app.plan;

import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.BetaConvention;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.objective.Reconstruction;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The balance that a strategy starts with, in the conventions that people write beta in. */
final class BalanceTable {

    private BalanceTable() {}

    /** Empty where the reconstruction is no squared error, for which alone the conventions are defined. */
    static List<PlanDescription.DescribedBalance> of(ExperimentPlan plan) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        OptionalDouble beta = initialBeta(strategy);
        if (beta.isEmpty() || plan.part(Reconstruction.class).decoderVariance(1).isEmpty()) {
            return List.of();
        }
        int elements = plan.facts().elements();
        OptionalInt latents = OptionalInt.of(plan.part(Architecture.class).latent());
        return Arrays.stream(BetaConvention.values())
                .map(convention -> new PlanDescription.DescribedBalance(
                        convention.name(),
                        convention.loss(),
                        convention.fromSquaredError(beta.getAsDouble(), elements, latents)))
                .toList();
    }

    private static <S extends Record> OptionalDouble initialBeta(BalancingStrategy<S> strategy) {
        return strategy.prices(0, strategy.initial()).effectiveBeta();
    }
}
