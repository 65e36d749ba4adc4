package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/** Formulas of diagonal Gaussians that terms, readings and evaluation share. Recorded code. */
public final class Gaussians {

    private Gaussians() {}

    /**
     * KL(N(mean, exp(logVariance)) || N(0, 1)) of every latent of every example in nats, shape (B, M): Kingma and
     * Welling 2014, appendix B, as ½(μ² + (expm1(v) − v)), which keeps its precision near the prior.
     */
    public static NDArray klToStandardNormal(NDArray mean, NDArray logVariance, Constants constants) {
        return mean.square().add(expm1(logVariance, constants).sub(logVariance)).mul(constants.fixed(0.5));
    }

    /** ln p(z) of the latents under the standard normal prior in nats, shape (B, 1). */
    public static NDArray logPrior(VaeOutput output, Constants constants) {
        return logDensity(output.latent(), constants);
    }

    /** ln q(z|x) of the latents in nats, shape (B, 1), by the noise (B, M) that made them. */
    public static NDArray logPosterior(VaeOutput output, NDArray noise, Constants constants) {
        return logDensity(noise, constants)
                .sub(constants.sumOverColumns(output.logVariance()).mul(constants.fixed(0.5)));
    }

    /** Of standard normal numbers, summed over columns. */
    private static NDArray logDensity(NDArray normal, Constants constants) {
        double nats = 0.5 * Math.log(2 * Math.PI) * normal.getShape().get(1);
        return constants
                .sumOverColumns(normal.square())
                .mul(constants.fixed(-0.5))
                .sub(constants.fixed(nats));
    }

    /** eˣ − 1 as tanh(x/2)·(eˣ + 1), which keeps its precision near 0. */
    public static NDArray expm1(NDArray x, Constants constants) {
        return x.mul(constants.fixed(0.5)).tanh().mul(x.exp().add(constants.fixed(1)));
    }
}
