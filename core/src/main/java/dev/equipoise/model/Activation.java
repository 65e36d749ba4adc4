package dev.equipoise.model;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Constants;

/**
 * Elementwise nonlinearities whose values agree on both engines, and whose gradients agree with finite differences.
 * MXNet's own GELU and leaky ReLU do not, so these two are made of other operations.
 */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** max(x, 0.01·x) (Maas et al. 2013). */
    LEAKY_RELU,
    /** x for x &gt; 0, else eˣ − 1. */
    ELU,
    /** x·Φ(x), with the distribution function Φ of the standard normal, not its approximation by tanh. */
    GELU,
    /** x/(1 + e⁻ˣ). */
    SILU,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** Hyperbolic tangent. */
    TANH,
    /** x, of which layers stay linear. */
    IDENTITY;

    private static final double SLOPE = 0.01;

    NDArray of(NDArray x) {
        return switch (this) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case LEAKY_RELU ->
                ai.djl.nn.Activation.relu(x)
                        .sub(ai.djl.nn.Activation.relu(x.neg()).mul(Constants.beside(x, SLOPE)));
            case ELU -> ai.djl.nn.Activation.elu(x, 1f);
            case GELU ->
                x.mul(Constants.beside(x, 0.5))
                        .mul(x.mul(Constants.beside(x, Math.sqrt(0.5))).erf().add(Constants.beside(x, 1)));
            case SILU -> x.mul(ai.djl.nn.Activation.sigmoid(x));
            case SOFTPLUS -> ai.djl.nn.Activation.softPlus(x);
            case TANH -> ai.djl.nn.Activation.tanh(x);
            case IDENTITY -> x;
        };
    }
}
