package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Adam's constants.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param clipNorm gradients longer than this are scaled down to it; infinite for no clipping
 * @param weightDecay decay of the parameters per unit of learning rate and step, separate from the gradient
 */
public record AdamSettings(double beta1, double beta2, double epsilon, double clipNorm, double weightDecay)
        implements Optimizer {

    /** Without weight decay. */
    public AdamSettings(double beta1, double beta2, double epsilon, double clipNorm) {
        this(beta1, beta2, epsilon, clipNorm, 0);
    }

    @Override
    public int numbersPerParameter() {
        return 2;
    }

    @Override
    public Optimizer.Updater bind(Map<String, NDArray> parameters, NDManager manager) {
        return new AdamMoments(this, parameters, manager);
    }
}
