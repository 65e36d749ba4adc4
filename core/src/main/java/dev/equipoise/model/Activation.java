package dev.equipoise.model;

import ai.djl.ndarray.NDArray;

/** Elementwise nonlinearities. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x for x &gt; 0, else 0.01·x. */
    LEAKY_RELU,
    /** x for x &gt; 0, else eˣ − 1. */
    ELU,
    /** x·Φ(x). */
    GELU,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** Hyperbolic tangent. */
    TANH;

    NDArray of(NDArray x) {
        return switch (this) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case LEAKY_RELU -> ai.djl.nn.Activation.leakyRelu(x, 0.01f);
            case ELU -> ai.djl.nn.Activation.elu(x, 1f);
            case GELU -> ai.djl.nn.Activation.gelu(x);
            case SOFTPLUS -> ai.djl.nn.Activation.softPlus(x);
            case TANH -> ai.djl.nn.Activation.tanh(x);
        };
    }
}
