package dev.equipoise.plan;

import com.google.common.base.Suppliers;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Dense;
import dev.equipoise.model.Flatten;
import dev.equipoise.model.Reshape;
import dev.equipoise.model.VaeLayers;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Measure;
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
     *
     * @throws DataFormatException if the reconstruction term cannot measure the data
     */
    public static List<String> of(ExperimentPlan plan, PreprocessedData data, Supplier<LinearOptimum> optimum) {
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        Reconstruction reconstruction = plan.part(Reconstruction.class);
        String name = plan.nameOf(reconstruction);
        refuse("the training split for " + name, reconstruction, data.dataset().training());
        refuse(
                "the validation split for " + name,
                reconstruction,
                data.dataset().validation());
        boolean squaredError = reconstruction.measures().stream()
                .anyMatch(measure -> measure.name().equals(Measure.SQUARED_ERROR));
        return Stream.of(
                        data.warnings(),
                        squaredError ? data.scaleWarnings() : List.<String>of(),
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
        VaeLayers layers =
                VaeLayers.of(plan.part(Architecture.class), plan.facts().data(), plan.part(BalancingStrategy.class));
        boolean linear = Stream.concat(layers.encoder().stream(), layers.decoder().stream())
                .allMatch(layer -> layer instanceof Dense || layer instanceof Flatten || layer instanceof Reshape);
        Reconstruction reconstruction = plan.part(Reconstruction.class);
        OptionalDouble variance = reconstruction.decoderVariance(1);
        return new LinearOptimum(
                Spectrum.of(reconstruction.compared().map(training::only).orElse(training)),
                layers.latent(),
                linear && variance.isPresent(),
                plan.parts(Divergence.class).stream().allMatch(Divergence::kl) ? variance : OptionalDouble.empty(),
                variance.isPresent() ? Double.POSITIVE_INFINITY : reconstruction.saving(training.sampled(ENOUGH, 0)));
    }

    private static void refuse(String splitForTerm, Reconstruction reconstruction, Split split) {
        reconstruction.refused(split).ifPresent(why -> {
            throw new DataFormatException(splitForTerm + " " + why);
        });
    }
}
