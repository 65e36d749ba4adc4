package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Divergence;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.Objective;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.objective.VaeOutput;
import java.util.List;
import java.util.Optional;

/**
 * The negative of a bound on the log-likelihood by K samples of each example, averaged over examples, to which the priced
 * further terms are added. With the weights w of the reconstruction and β of the divergence, a sample has the log-weight
 * ln wₖ = −(w/β)·reconstruction + ln p(z) − ln q(z|x), and the bound times β is the loss: β is the variance of the decoder
 * inside the weights, not a factor of ln p − ln q. For β towards 0, it is w times the reconstruction by the best sample.
 *
 * @param samples K of an example
 * @param groups of equal size that the samples are divided into; each has a bound, and their mean counts
 * @param share of the mean ELBO of single samples in the bound; the groups have the rest
 * @param doubly whether the gradient of the encoder is the doubly reparameterized one
 */
record SampledBound(int samples, int groups, double share, boolean doubly) implements Objective {

    /** A smaller beta has the samples' weights of this one: all weight is on the best. */
    private static final double LEAST_BETA = 1e-20;

    @Override
    public boolean separable() {
        return true;
    }

    @Override
    public boolean pricesDivergence() {
        return false;
    }

    @Override
    public boolean linearOnly() {
        return true;
    }

    @Override
    public Optional<PathScale> pathScale() {
        return doubly
                ? Optional.of((priced, batch, output) -> logShares(logWeights(priced, batch, output), priced, batch)
                        .exp()
                        .reshape(-1, 1))
                : Optional.empty();
    }

    @Override
    public NDArray loss(List<Priced> priced, Batch batch, VaeOutput output) {
        NDArray logWeights = logWeights(priced, batch, output);
        NDArray loss = mixed(logWeights, priced, batch);
        return priced.stream()
                .filter(term -> !(term.term() instanceof Reconstruction) && !(term.term() instanceof Divergence))
                .filter(term -> term.price().weight() != 0)
                .map(term -> term.value(batch))
                .reduce(loss, NDArray::add);
    }

    private NDArray mixed(NDArray logWeights, List<Priced> priced, Batch batch) {
        Constants constants = batch.constants();
        if (share == 1) {
            return constants.meanOverRows(logWeights).neg();
        }
        NDArray ofGroups = ofGroups(logWeights, priced, batch);
        return share == 0
                ? ofGroups.neg()
                : ofGroups.mul(constants.fixed(share - 1))
                        .sub(constants.meanOverRows(logWeights).mul(constants.fixed(share)));
    }

    /**
     * β·ln (G/K) Σ wₖ as Σ w̃ₖ·β·(ln wₖ − ln w̃ₖ·K/G), averaged over groups. With normalised weights w̃ that have no
     * gradient, its gradient is the bound's, and nothing overflows or is divided by β.
     */
    private NDArray ofGroups(NDArray logWeights, List<Priced> priced, Batch batch) {
        Constants constants = batch.constants();
        NDArray logShares = logShares(logWeights, priced, batch);
        NDArray gain = logShares
                .add(constants.fixed(Math.log((double) samples / groups)))
                .mul(constants.moving(beta(priced)));
        NDArray each = logWeights.reshape(-1, samples / groups).sub(gain);
        return constants.meanOverRows(constants.sumOverColumns(logShares.exp().mul(each)));
    }

    /** Logarithms of the normalised weights, a row for each group. Without a gradient. */
    private NDArray logShares(NDArray logWeights, List<Priced> priced, Batch batch) {
        return logWeights
                .stopGradient()
                .reshape(-1, samples / groups)
                .mul(batch.constants().moving(1 / Math.max(beta(priced), LEAST_BETA)))
                .logSoftmax(1);
    }

    private static double beta(List<Priced> priced) {
        return priced.stream()
                .filter(term -> term.term() instanceof Divergence)
                .mapToDouble(term -> term.price().weight())
                .sum();
    }

    /** β·ln wₖ of every sample, shape (B·K, 1). */
    private NDArray logWeights(List<Priced> priced, Batch batch, VaeOutput output) {
        Constants constants = batch.constants();
        NDArray ratio = Gaussians.logPrior(output, constants)
                .sub(doubly ? throughSample(batch, output) : Gaussians.logPosterior(output, noise(batch), constants));
        return priced.stream()
                .filter(term -> term.term() instanceof Reconstruction)
                .map(term -> term.measured()
                        .at(Grain.EXAMPLE)
                        .mul(constants.moving(-term.price().weight())))
                .reduce(ratio.mul(constants.moving(beta(priced))), NDArray::add);
    }

    private static NDArray noise(Batch batch) {
        return batch.side(Batch.NOISE);
    }

    /** ln q(z|x) with the gradient by z alone, −ε/σ; the factor beside it is 0 and has the gradient of z. */
    private static NDArray throughSample(Batch batch, VaeOutput output) {
        Constants constants = batch.constants();
        NDArray latent = output.latent();
        NDArray value = Gaussians.logPosterior(output, noise(batch), constants).stopGradient();
        NDArray slope = output.logVariance()
                .stopGradient()
                .mul(constants.fixed(-0.5))
                .exp()
                .mul(noise(batch));
        return value.sub(constants.sumOverColumns(slope.mul(latent.sub(latent.stopGradient()))));
    }
}
