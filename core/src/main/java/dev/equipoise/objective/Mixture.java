package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/**
 * A mixture of K diagonal Gaussians of M latents. Recorded code.
 *
 * @param mean shape (K, M)
 * @param logVariance natural logarithms of the variances, shape (K, M)
 * @param logWeight natural logarithms of the weights, which add up to 1, shape (1, K)
 */
public record Mixture(NDArray mean, NDArray logVariance, NDArray logWeight) {

    private static final double LN_2_PI = Math.log(2 * Math.PI);

    /** K. */
    public int components() {
        return Math.toIntExact(mean.getShape().get(0));
    }

    /** The same without gradients. */
    public Mixture stopGradient() {
        return new Mixture(mean.stopGradient(), logVariance.stopGradient(), logWeight.stopGradient());
    }

    /** ln p(z) in nats of latents (B, M), shape (B, 1). */
    public NDArray logDensity(NDArray latent, Constants constants) {
        NDArray precision = logVariance.neg().exp();
        NDArray weighted = mean.mul(precision);
        NDArray ofComponents = constants.sumOverColumns(mean.mul(weighted).add(logVariance));
        NDArray squares = latent.square()
                .matMul(precision.transpose())
                .sub(latent.matMul(weighted.transpose()).mul(constants.fixed(2)))
                .add(ofComponents.transpose());
        double constant = latent.getShape().get(1) * LN_2_PI;
        NDArray logs = logWeight.sub(squares.add(constants.fixed(constant)).mul(constants.fixed(0.5)));
        return Gaussians.logSumExp(logs, constants);
    }

    /**
     * KL of Gaussians from the only component, of every latent of every example in nats, shape (B, M).
     *
     * @param ofMean means (B, M)
     * @param ofLogVariance their log-variances (B, M)
     */
    NDArray klPerLatent(NDArray ofMean, NDArray ofLogVariance, Constants constants) {
        NDArray ratio = ofLogVariance.sub(logVariance);
        NDArray distance = ofMean.sub(mean).square().mul(logVariance.neg().exp());
        return Gaussians.expm1(ratio, constants).sub(ratio).add(distance).mul(constants.fixed(0.5));
    }
}
