package dev.equipoise.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** An optimizer bound to the parameters of a run. */
public interface Updater {

    /**
     * Updates parameters in place.
     *
     * @param gradients by path of the parameter; parameters without one stay as they are
     * @param gradientNorm Euclidean norm of all of them together
     * @param learningRate of this step
     */
    void update(Map<String, NDArray> gradients, double gradientNorm, double learningRate);

    /** A copy of all that it remembers. */
    OptimizerState state();

    /**
     * Goes on from what was remembered.
     *
     * @throws dev.equipoise.run.IncompatibleResumeException if it is of other parameters
     */
    void restore(OptimizerState saved);
}
