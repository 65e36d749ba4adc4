package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/** Formulas of diagonal Gaussians that terms, readings and evaluation share. Recorded code. */
public final class Gaussians {

    private Gaussians() {}

    /**
     * KL(N(mean, exp(logVariance)) || N(0, 1)) of every latent of every example in nats, shape (B, M): Kingma and
     * Welling 2014, appendix B, as ½(μ² + (expm1(v) − v)), which keeps its precision near the prior. NDArray has no
     * expm1; it is tanh(v/2)·(eᵛ + 1).
     */
    public static NDArray klToStandardNormal(NDArray mean, NDArray logVariance, Constants constants) {
        NDArray half = constants.fixed(0.5);
        NDArray expm1 = logVariance.mul(half).tanh().mul(logVariance.exp().add(constants.fixed(1)));
        return mean.square().add(expm1.sub(logVariance)).mul(half);
    }
}
