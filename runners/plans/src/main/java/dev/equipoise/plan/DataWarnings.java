package dev.equipoise.plan;

import com.google.common.base.Suppliers;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.Flatten;
import dev.equipoise.model.Reshape;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Reconstruction;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Warnings before step 0 that need the loaded data. */
public final class DataWarnings {

    /** The number of examples from which the saving is estimated well enough. */
    private static final int ENOUGH = 1_000;

    private DataWarnings() {}

    /**
     * Warnings of the preprocessing, then of the scale of values under a squared error, of the reconstruction term, and
     * of the balancing strategy.
     */
    public static List<String> of(ExperimentPlan plan, PreprocessedData data, Supplier<LinearOptimum> optimum) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        Reconstruction reconstruction = plan.part(Reconstruction.class);
        return Stream.of(
                        data.warnings(),
                        reconstruction.decoderVariance(1).isPresent() ? data.scaleWarnings() : List.<String>of(),
                        reconstruction.warnings(data.dataset().training()),
                        strategy.foresee(plan.facts(), optimum))
                .flatMap(List::stream)
                .toList();
    }

    /** The same, with its own optimum. */
    public static List<String> of(ExperimentPlan plan, PreprocessedData data) {
        return of(plan, data, optimum(plan, data));
    }

    /** The optimum of a linear model; its spectrum takes a second on images, and is computed only when it is needed. */
    public static Supplier<LinearOptimum> optimum(ExperimentPlan plan, PreprocessedData data) {
        return Suppliers.memoize(() -> optimum(plan, data.dataset().training()));
    }

    private static LinearOptimum optimum(ExperimentPlan plan, Split training) {
        VaeLayers layers = plan.part(Architecture.class).layers(plan.facts().data());
        boolean linear = Stream.concat(layers.encoder().stream(), layers.decoder().stream())
                .allMatch(layer -> layer instanceof Dense || layer instanceof Flatten || layer instanceof Reshape);
        OptionalDouble saving = saving(plan.part(Reconstruction.class), training);
        return new LinearOptimum(Spectrum.of(training), layers.latent(), linear && saving.isEmpty(), saving);
    }

    /** Empty if beta is 2b, that is, if the variance of the Gaussian decoder at beta 1 is a half. */
    private static OptionalDouble saving(Reconstruction reconstruction, Split training) {
        return reconstruction.decoderVariance(1).equals(OptionalDouble.of(0.5))
                ? OptionalDouble.empty()
                : OptionalDouble.of(reconstruction.saving(training.sampled(ENOUGH, 0)));
    }
}
