package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.InvalidPartException;

/** Formulas of diagonal Gaussians that terms, readings and evaluation share. Recorded code. */
public final class Gaussians {

    private static final double LN_2_PI = Math.log(2 * Math.PI);

    private Gaussians() {}

    /**
     * KL(N(mean, exp(logVariance)) || N(0, 1)) of every latent of every example in nats, shape (B, M): Kingma and
     * Welling 2014, appendix B, as ½(μ² + (expm1(v) − v)), which keeps its precision near the prior.
     */
    public static NDArray klToStandardNormal(NDArray mean, NDArray logVariance, Constants constants) {
        return mean.square().add(expm1(logVariance, constants).sub(logVariance)).mul(constants.fixed(0.5));
    }

    /** ln N(z; mean, exp(logVariance)) in nats of every latent of every example, shape (B, M). */
    public static NDArray logDensity(NDArray latent, NDArray mean, NDArray logVariance, Constants constants) {
        NDArray squares = latent.sub(mean).square().mul(logVariance.neg().exp());
        return squares.add(logVariance).add(constants.fixed(LN_2_PI)).mul(constants.fixed(-0.5));
    }

    /** ln N(z; 0, 1) in nats of every latent of every example, shape (B, M). */
    public static NDArray logStandardNormal(NDArray latent, Constants constants) {
        return latent.square().add(constants.fixed(LN_2_PI)).mul(constants.fixed(-0.5));
    }

    /** @throws InvalidPartException if a prior is not N(0, I), which a term compares with */
    public static void requireStandardNormal(Prior prior) {
        if (!prior.standardNormal()) {
            throw new InvalidPartException("it must have the prior N(0, I), which it compares with, got " + prior
                    + ": use a divergence that takes any prior, or leave that prior out");
        }
    }

    /** Entropy of diagonal Gaussians in nats, shape (B, 1). */
    static NDArray entropy(NDArray logVariance, Constants constants) {
        return constants.sumOverColumns(
                logVariance.add(constants.fixed(1 + LN_2_PI)).mul(constants.fixed(0.5)));
    }

    /** ln Σ exp(x) over the columns of (B, K), shape (B, 1), without overflow. */
    public static NDArray logSumExp(NDArray x, Constants constants) {
        NDArray most = x.stopGradient().max(new int[] {1}, true).stopGradient();
        return constants.sumOverColumns(x.sub(most).exp()).log().add(most);
    }

    /** ln p(z) of the latents in nats, shape (B, 1). */
    public static NDArray logPrior(VaeOutput output, Constants constants) {
        NDArray log = output.logPrior(constants);
        return output.klGrain() == Grain.EXAMPLE ? log : constants.sumOverColumns(log);
    }

    /** ln q(z|x) of the latents in nats, shape (B, 1), by the noise (B, M) that made them. */
    public static NDArray logPosterior(VaeOutput output, NDArray noise, Constants constants) {
        return constants.sumOverColumns(
                logStandardNormal(noise, constants).sub(output.logVariance().mul(constants.fixed(0.5))));
    }

    /** eˣ − 1 as tanh(x/2)·(eˣ + 1), which keeps its precision near 0. */
    public static NDArray expm1(NDArray x, Constants constants) {
        return x.mul(constants.fixed(0.5)).tanh().mul(x.exp().add(constants.fixed(1)));
    }
}
