package dev.equipoise.losses;

import ai.djl.ndarray.NDArray;
import dev.equipoise.objective.Batch;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Gaussians;
import dev.equipoise.objective.Grain;
import dev.equipoise.objective.LossTerm;
import dev.equipoise.objective.Measure;
import dev.equipoise.objective.Prior;
import dev.equipoise.objective.VaeOutput;
import java.util.List;

/**
 * The squared maximum mean discrepancy of the latents of a batch from the prior: the unbiased statistic of Gretton et al.
 * 2012, eq. 4, whose sum leaves out each example's pairs with itself. The sample of the prior is the noise that made the
 * latents. An example's noise is independent of every other latent, so that the pairs that are left keep the mean right,
 * and posteriors that are the prior have a value of exactly 0.
 */
record Discrepancy(String name, double weight, Kernel kernel) implements LossTerm {

    @Override
    public List<Measure> measures() {
        return List.of(Measure.of(name, Grain.BATCH, "squared discrepancy"));
    }

    @Override
    public LossTerm against(Prior prior) {
        Gaussians.requireStandardNormal(prior);
        return this;
    }

    @Override
    public List<NDArray> measure(Batch batch, VaeOutput output) {
        Constants constants = batch.constants();
        NDArray latent = output.latent();
        NDArray prior = batch.side(Batch.NOISE);
        long rows = latent.getShape().get(0);
        NDArray ownPairs = of(constants.sumOverColumns(latent.sub(prior).square()), latent, constants);
        NDArray alike = pairs(latent, latent, constants).add(pairs(prior, prior, constants));
        NDArray across = pairs(latent, prior, constants).sub(constants.meanOverRows(ownPairs));
        return List.of(alike.sub(constants.fixed(2 * kernel.atZero()))
                .sub(across.mul(constants.fixed(2)))
                .mul(constants.fixed(1.0 / (rows - 1))));
    }

    /** The kernel of every row of one with every row of the other, summed over the second and averaged over the first. */
    private NDArray pairs(NDArray one, NDArray other, Constants constants) {
        NDArray squares = constants.sumOverColumns(one.square());
        NDArray otherSquares = constants.sumOverColumns(other.square()).transpose();
        NDArray products = one.matMul(other.transpose()).mul(constants.fixed(2));
        NDArray distances = squares.add(otherSquares).sub(products);
        return constants.meanOverRows(constants.sumOverColumns(of(distances, one, constants)));
    }

    private NDArray of(NDArray distances, NDArray latent, Constants constants) {
        return kernel.of(distances, latent.getShape().get(1), constants);
    }
}
