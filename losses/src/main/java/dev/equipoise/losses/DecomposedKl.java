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
        NDArray halfSquares = output.latent().square().mul(half);
        NDArray own = constants
                .sumOverColumns(batch.side(Batch.NOISE).square().add(output.logVariance()))
                .mul(half);
        Mixture mixture = Mixture.of(halfSquares, output, weights, constants);
        NDArray held = own.stopGradient();
        NDArray joint = mixture.joint(held);
        NDArray marginals = mixture.marginals(held);
        return new DecomposedKl(
                own.sub(joint), joint.sub(marginals), marginals.sub(constants.sumOverColumns(halfSquares)));
    }

    /**
     * Sums of densities of all posteriors at all latents. ln N(z; μ, σ²) is a product of what z gives, −½z², z and −½, and of
     * what the posterior gives. The gradient of ln Σ exp l is that of Σ s·l with the softmax s held, so that no array of
     * (B, B, M) has one.
     *
     * @param latents −½z², z and −½, shape (B, 3·M)
     * @param posteriors 1/σ², μ/σ² and μ²/σ² + ln σ², same shape
     * @param logWeights shape (B, B)
     * @param ownLogWeight its diagonal
     */
    private record Mixture(
            NDArray latents, NDArray posteriors, NDArray logWeights, double ownLogWeight, Constants constants) {

        static Mixture of(NDArray halfSquares, VaeOutput output, List<Double> weights, Constants constants) {
            List<Double> logs = weights.stream().map(Math::log).toList();
            NDArray latent = output.latent();
            NDArray last =
                    constants.fixed(Collections.nCopies((int) latent.getShape().get(1), -0.5));
            NDArray precision = output.logVariance().neg().exp();
            NDArray slope = output.mean().mul(precision);
            NDArray square = output.mean().mul(slope).add(output.logVariance());
            return new Mixture(
                    NDArrays.concat(new NDList(halfSquares, latent, last.broadcast(latent.getShape())), 1),
                    NDArrays.concat(new NDList(precision, slope, square), 1),
                    constants.circulant(logs),
                    logs.get(0),
                    constants);
        }

        /** ln q(z), shape (B, 1). */
        NDArray joint(NDArray own) {
            NDArray shares =
                    shares(latents.stopGradient(), posteriors.stopGradient().transpose());
            return value(shares.matMul(posteriors), own, shares.reshape(1, -1));
        }

        /** Σ ln q(zⱼ), shape (B, 1). */
        NDArray marginals(NDArray own) {
            Shape split = new Shape(
                    logWeights.getShape().get(0), 3, latents.getShape().get(1) / 3);
            NDArray ofPosteriors = posteriors.reshape(split);
            NDArray shares = shares(
                    latents.stopGradient().reshape(split).transpose(2, 0, 1),
                    ofPosteriors.stopGradient().transpose(2, 1, 0));
            NDArray held = shares.matMul(ofPosteriors.transpose(2, 0, 1)).transpose(1, 2, 0);
            return value(held.reshape(latents.getShape()), own, shares.reshape(split.get(2), -1));
        }

        private NDArray shares(NDArray ofLatents, NDArray ofPosteriors) {
            return ofLatents.matMul(ofPosteriors).add(logWeights).softmax(-1);
        }

        /** The own term, which is exact, by its share: what is added to it has no value and the gradient. */
        private NDArray value(NDArray held, NDArray own, NDArray shares) {
            NDArray ofOwn = shares.get(":, ::" + (logWeights.getShape().get(0) + 1))
                    .log()
                    .transpose();
            NDArray value = own.sub(constants.sumOverColumns(ofOwn))
                    .add(constants.fixed(ownLogWeight * ofOwn.getShape().get(1)));
            NDArray slope = constants.sumOverColumns(latents.mul(held));
            return slope.sub(slope.stopGradient()).add(value);
        }
    }
}
