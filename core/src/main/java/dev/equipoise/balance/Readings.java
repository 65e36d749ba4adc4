package dev.equipoise.balance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one training step measured, before its update. All values are means over the batch; they may be non-finite, and
 * a strategy must handle that.
 *
 * @param loss the objective that was differentiated
 * @param reconstruction the reconstruction measure per example, in its own unit
 * @param squaredError the squared error summed over a datum's elements, per example (the article's "MSE")
 * @param divergence the trained divergence per example, in its own unit, summed over latents
 * @param kl the analytic forward KL in nats per example, summed over latents
 * @param klPerLatent the same per latent, in nats; length M
 * @param gradientNorm the Euclidean norm of the whole gradient, before clipping
 * @param measures every measure of every term by name, each summed over latents
 * @param contributions of the terms to the loss; empty if the objective is no sum of them
 * @param critics by name, those of the terms that have one
 */
public record Readings(
        double loss,
        double reconstruction,
        double squaredError,
        double divergence,
        double kl,
        double[] klPerLatent,
        double gradientNorm,
        Map<String, Double> measures,
        Optional<Contributions> contributions,
        Map<String, OfCritic> critics) {

    /** Of a step without critics whose loss is no sum. */
    public Readings(
            double loss,
            double reconstruction,
            double squaredError,
            double divergence,
            double kl,
            double[] klPerLatent,
            double gradientNorm,
            Map<String, Double> measures) {
        this(
                loss,
                reconstruction,
                squaredError,
                divergence,
                kl,
                klPerLatent,
                gradientNorm,
                measures,
                Optional.empty(),
                Map.of());
    }

    /**
     * What a step measured of a critic before its update.
     *
     * @param loss its own
     * @param gradientNorm of that, by its parameters
     */
    public record OfCritic(double loss, double gradientNorm) {

        /** Whether an update is safe. */
        public boolean finite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }

    /** Whether losses and gradients are finite, so that an update is safe. */
    public boolean finite() {
        return Double.isFinite(loss)
                && Double.isFinite(gradientNorm)
                && notFinite().isEmpty();
    }

    /** The names of the critics whose loss or gradient is not finite. */
    public List<String> notFinite() {
        return critics.isEmpty()
                ? List.of()
                : critics.entrySet().stream()
                        .filter(critic -> !critic.getValue().finite())
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
