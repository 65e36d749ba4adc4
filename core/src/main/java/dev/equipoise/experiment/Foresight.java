package dev.equipoise.experiment;

import com.google.common.base.Suppliers;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Spectrum;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.Flatten;
import dev.equipoise.model.Reshape;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.part.Facts;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What only the loaded data tells of what may not work as meant, before step 0. */
public final class Foresight {

    private Foresight() {}

    /** Warnings of the preprocessing, then of the balancing strategy. */
    public static List<String> of(ExperimentPlan plan, PreprocessedData data) {
        return Stream.concat(data.warnings().stream(), ofStrategy(plan, data).stream())
                .toList();
    }

    /** The spectrum takes a second on images: a strategy that does not ask for it costs nothing. */
    private static List<String> ofStrategy(ExperimentPlan plan, PreprocessedData data) {
        Facts facts = plan.facts();
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        return inSquaredError(plan) && Spectrum.affordable(facts.elements())
                ? strategy.foresee(facts, Suppliers.memoize(() -> optimum(plan, data)))
                : List.of();
    }

    /** Whether b = beta/2, as the linear optimum presumes: the variance of the Gaussian decoder at beta 1. */
    private static boolean inSquaredError(ExperimentPlan plan) {
        return plan.part(Reconstruction.class).decoderVariance(1).equals(OptionalDouble.of(0.5));
    }

    private static LinearOptimum optimum(ExperimentPlan plan, PreprocessedData data) {
        VaeLayers layers = plan.part(Architecture.class).layers(plan.facts().data());
        boolean linear = Stream.concat(layers.encoder().stream(), layers.decoder().stream())
                .allMatch(layer -> layer instanceof Dense || layer instanceof Flatten || layer instanceof Reshape);
        return new LinearOptimum(Spectrum.of(data.dataset().training()), layers.latent(), linear);
    }
}
