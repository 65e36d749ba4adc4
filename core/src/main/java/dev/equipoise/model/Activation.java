package dev.equipoise.model;

import ai.djl.ndarray.NDArray;

/**
 * Elementwise nonlinearities whose gradients agree with finite differences on both engines. MXNet's GELU and leaky ReLU do
 * not, and are left out.
 */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x for x &gt; 0, else eˣ − 1. */
    ELU,
    /** x/(1 + e⁻ˣ). */
    SILU,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** Hyperbolic tangent. */
    TANH;

    NDArray of(NDArray x) {
        return switch (this) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case ELU -> ai.djl.nn.Activation.elu(x, 1f);
            case SILU -> x.mul(ai.djl.nn.Activation.sigmoid(x));
            case SOFTPLUS -> ai.djl.nn.Activation.softPlus(x);
            case TANH -> ai.djl.nn.Activation.tanh(x);
        };
    }
}
