package dev.equipoise.app.internal.plan;

import dev.equipoise.app.internal.plan.PlanDescription.DescribedBalance;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.OpenLoop;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.schedules.BetaConvention;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * The balance in the conventions that people write beta in: of an open loop at its first, highest and last step, of a
 * closed loop at its first, since only the run knows the others.
 */
final class BalanceTable {

    private static final long SAMPLES = 10_000;

    private BalanceTable() {}

    /** Empty unless the divergence is KL, and the reconstruction a squared or an absolute error. */
    static List<DescribedBalance> of(ExperimentPlan plan) {
        Map<String, Double> betas =
                betas(plan.part(BalancingStrategy.class), plan.facts().totalSteps());
        if (betas.isEmpty() || !plan.parts(Divergence.class).stream().allMatch(Divergence::kl)) {
            return List.of();
        }
        Reconstruction reconstruction = plan.part(Reconstruction.class);
        OptionalDouble variance = reconstruction.decoderVariance(1);
        if (variance.isPresent()) {
            betas.replaceAll((when, beta) -> 2 * variance.getAsDouble() * beta);
            return Arrays.stream(BetaConvention.values())
                    .map(convention ->
                            new DescribedBalance(convention.name(), convention.loss(), in(convention, betas, plan)))
                    .toList();
        }
        return reconstruction.perAbsoluteError().stream()
                .mapToObj(weight -> {
                    betas.replaceAll((when, beta) -> beta / weight);
                    return new DescribedBalance("ABSOLUTE_ERROR", "Σ|x − x̂| + w·KL", betas);
                })
                .toList();
    }

    private static Map<String, Double> in(BetaConvention convention, Map<String, Double> betas, ExperimentPlan plan) {
        int elements = plan.facts().elements();
        OptionalInt latents = OptionalInt.of(plan.part(Architecture.class).latent());
        Map<String, Double> converted = new LinkedHashMap<>();
        betas.forEach((when, beta) -> converted.put(when, convention.fromSquaredError(beta, elements, latents)));
        return converted;
    }

    private static Map<String, Double> betas(BalancingStrategy<?> strategy, long steps) {
        Map<String, Double> betas = new LinkedHashMap<>();
        first(strategy).ifPresent(beta -> betas.put("first step", beta));
        if (strategy instanceof OpenLoop schedule) {
            long stride = Math.max(1, steps / SAMPLES);
            LongStream.iterate(0, step -> step < steps, step -> step + stride)
                    .mapToObj(step -> schedule.effectiveBeta(step, schedule.initial()))
                    .flatMapToDouble(OptionalDouble::stream)
                    .max()
                    .ifPresent(beta -> betas.put("highest", beta));
            schedule.effectiveBeta(steps - 1, schedule.initial()).ifPresent(beta -> betas.put("last step", beta));
        }
        boolean constant =
                betas.size() > 1 && betas.values().stream().distinct().count() == 1;
        return constant
                ? new LinkedHashMap<>(
                        Map.of("every step", betas.values().iterator().next()))
                : betas;
    }

    private static <S extends Record> OptionalDouble first(BalancingStrategy<S> strategy) {
        return strategy.effectiveBeta(0, strategy.initial());
    }
}
