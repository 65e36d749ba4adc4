package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;
import java.util.List;

/** How alike two latents of M dimensions are, by their squared distance d². */
public enum Kernel {
    /**
     * Σ C/(C + d²) with C = 2·M·s for the scales s of 0.1, 0.2, 0.5, 1, 2, 5 and 10: Tolstikhin et al. 2018. Its tails are
     * long.
     */
    INVERSE_MULTIQUADRATIC {
        @Override
        NDArray of(NDArray distances, long latents, Constants constants) {
            return SCALES.stream()
                    .map(scale -> constants.fixed(2 * latents * scale))
                    .map(wide -> wide.div(distances.add(wide)))
                    .reduce(NDArray::add)
                    .orElseThrow();
        }

        @Override
        double atZero() {
            return SCALES.size();
        }
    },
    /** exp(−d²/(2·M)). */
    GAUSSIAN {
        @Override
        NDArray of(NDArray distances, long latents, Constants constants) {
            return distances.mul(constants.fixed(-0.5 / latents)).exp();
        }

        @Override
        double atZero() {
            return 1;
        }
    };

    private static final List<Double> SCALES = List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0);

    abstract NDArray of(NDArray distances, long latents, Constants constants);

    /** Of a point with itself. */
    abstract double atZero();
}
