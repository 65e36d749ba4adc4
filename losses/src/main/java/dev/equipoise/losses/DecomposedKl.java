package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.VaeOutput;
import java.util.Collections;
import java.util.List;

/**
 * KL(q(z|x) || p(z)) of every example in nats in three parts, Chen et al. 2018, eq. 2: ln q(z|x) − ln q(z), whose mean is the
 * mutual information, ln q(z) − Σ ln q(zⱼ), whose mean is the total correlation, and Σ (ln q(zⱼ) − ln p(zⱼ)). The aggregate
 * posterior q(z) is a weighted sum of the batch's posteriors. Whatever the weights, the parts sum to ln q(z|x) − ln p(z).
 *
 * @param mutualInformation shape (B, 1), as the others
 */
record DecomposedKl(NDArray mutualInformation, NDArray totalCorrelation, NDArray dimensionwiseKl) {

    /**
     * Decomposes. Recorded code. The constant ½·ln 2π of every density is left out, because it cancels.
     *
     * @param weights of the posterior of an example, of the next example and so on in ln q(z) of that example; length B
     */
    static DecomposedKl of(Batch batch, VaeOutput output, List<Double> weights) {
        Constants constants = batch.constants();
        NDArray half = constants.fixed(-0.5);
        NDArray latent = output.latent();
        NDArray own = batch.side(Batch.NOISE).square().add(output.logVariance()).mul(half);
        Mixture mixture = Mixture.of(
                latent,
                output.mean(),
                output.logVariance(),
                constants.circulant(weights.stream().map(Math::log).toList()),
                constants);
        NDArray ofOwn = constants.sumOverColumns(own);
        NDArray joint = mixture.joint(ofOwn, weights.get(0));
        NDArray marginals = mixture.marginals(ofOwn, weights.get(0));
        NDArray prior = constants.sumOverColumns(latent.square()).mul(half);
        return new DecomposedKl(ofOwn.sub(joint), joint.sub(marginals), marginals.sub(prior));
    }

    /**
     * Sums of densities of all posteriors at all latents. ln N(z; μ, σ²) is a product of what z gives, z², z and 1, and of what
     * the posterior gives. The gradient of ln Σ exp l is that of Σ s·l with the softmax s held, so that no array of
     * (B, B, M) has one.
     *
     * @param latents z², z and 1, shape (B, 3·M)
     * @param posteriors −½/σ², μ/σ² and −½(μ²/σ² + ln σ²), same shape
     */
    private record Mixture(NDArray latents, NDArray posteriors, NDArray logWeights, Constants constants) {

        static Mixture of(NDArray latent, NDArray mean, NDArray logVariance, NDArray logWeights, Constants constants) {
            NDArray half = constants.fixed(-0.5);
            NDArray ones = constants
                    .fixed(Collections.nCopies((int) latent.getShape().get(1), 1.0))
                    .broadcast(latent.getShape());
            NDArray precision = logVariance.neg().exp();
            NDArray slope = mean.mul(precision);
            return new Mixture(
                    NDArrays.concat(new NDList(latent.square(), latent, ones), 1),
                    NDArrays.concat(
                            new NDList(
                                    precision.mul(half),
                                    slope,
                                    mean.mul(slope).add(logVariance).mul(half)),
                            1),
                    logWeights,
                    constants);
        }

        /** ln q(z), shape (B, 1). */
        NDArray joint(NDArray own, double weight) {
            NDArray shares = shares(latents.stopGradient()
                    .matMul(posteriors.stopGradient().transpose())
                    .add(logWeights));
            return value(shares.matMul(posteriors), own, weight, shares.reshape(1, -1), rows());
        }

        /** Σ ln q(zⱼ), shape (B, 1). */
        NDArray marginals(NDArray own, double weight) {
            Shape split = new Shape(rows(), 3, latents.getShape().get(1) / 3);
            NDArray ofLatents = latents.stopGradient().reshape(split).transpose(2, 0, 1);
            NDArray ofPosteriors = posteriors.reshape(split);
            NDArray shares = shares(ofLatents
                    .matMul(ofPosteriors.stopGradient().transpose(2, 1, 0))
                    .add(logWeights.expandDims(0)));
            NDArray held = shares.matMul(ofPosteriors.transpose(2, 0, 1)).transpose(1, 2, 0);
            return value(held.reshape(latents.getShape()), own, weight, shares.reshape(split.get(2), -1), rows());
        }

        private static NDArray shares(NDArray logTerms) {
            return logTerms.softmax(-1);
        }

        private long rows() {
            return latents.getShape().get(0);
        }

        /** The own term, which is exact, by its share: what is added to it has no value and the gradient. */
        private NDArray value(NDArray held, NDArray own, double weight, NDArray shares, long rows) {
            NDArray ofOwn = shares.get(":, ::" + (rows + 1)).log().transpose();
            NDArray value = own.stopGradient()
                    .sub(constants.sumOverColumns(ofOwn))
                    .add(constants.fixed(Math.log(weight) * ofOwn.getShape().get(1)));
            NDArray slope = constants.sumOverColumns(latents.mul(held));
            return slope.sub(slope.stopGradient()).add(value);
        }
    }
}
