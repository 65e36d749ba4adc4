package dev.equipoise.balance;

import java.util.List;
import java.util.Map;

/**
 * What one training step measured, before its update. All values may be non-finite, and a strategy must handle that.
 *
 * @param means over the batch
 * @param gradientNorm the Euclidean norm of the whole gradient, before clipping
 * @param examples of the batch; the last batch of an epoch may be smaller
 * @param lastOfEpoch whether the step is the last one of its epoch
 * @param critics by name, those of the terms that have one
 */
public record Readings(
        Measures means, double gradientNorm, int examples, boolean lastOfEpoch, Map<String, OfCritic> critics)
        implements Means.OfTraining {

    /**
     * What a step measured of a critic, before the critic's update.
     *
     * @param loss of the critic
     * @param gradientNorm the norm of the gradient of that loss
     */
    public record OfCritic(double loss, double gradientNorm) {

        /** Whether an update is safe. */
        public boolean finite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }

    /** Whether losses and gradients are finite, so that an update is safe. */
    public boolean finite() {
        return Double.isFinite(loss())
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
