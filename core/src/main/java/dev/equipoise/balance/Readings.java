package dev.equipoise.balance;

import java.util.Map;

/**
 * What one training step measured, before its update. All values are means over the batch; they may be non-finite, and
 * a strategy must stand that.
 *
 * @param loss the objective that was differentiated
 * @param reconstruction the reconstruction measure per example, in its own unit
 * @param squaredError the squared error summed over a datum's elements, per example (the article's "MSE")
 * @param divergence the trained divergence per example, in its own unit, summed over latents
 * @param kl the analytic forward KL in nats per example, summed over latents
 * @param klPerLatent the same per latent, in nats; length M
 * @param gradientNorm the Euclidean norm of the whole gradient, before clipping
 * @param measures every measure of every term by name, each summed over latents
 */
public record Readings(
        double loss,
        double reconstruction,
        double squaredError,
        double divergence,
        double kl,
        double[] klPerLatent,
        double gradientNorm,
        Map<String, Double> measures) {

    /** Whether the loss and the gradient are finite, so that an update is safe. */
    public boolean finite() {
        return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }
}
