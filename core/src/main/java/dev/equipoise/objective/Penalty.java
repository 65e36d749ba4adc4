package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.part.Role;

/** The differentiable shape of a price. It is elementwise at its grain; sums and means are the objective's alone. */
@Role(value = "penalty shape", optional = true)
public interface Penalty {

    /** The grain at which it acts. */
    Grain grain();

    /** Objective.Priced values, same shape as {@code measure}. Recorded code: constants come from {@link Batch#constants}. */
    NDArray apply(NDArray measure, Price price, Batch batch);

    /**
     * What the measure adds to the loss at its price, same shape. A likelihood overrides it to leave out its
     * normalising constant. Not recorded.
     */
    default NDArray contribution(NDArray measure, Price price, Batch batch) {
        return apply(measure, price, batch);
    }

    /** Whether the shape can be applied to this measure. */
    default boolean prices(Measure measure) {
        return true;
    }

    /**
     * Whether the mean over the parts of a batch equals the mean over the batch, provided that this holds for the
     * measure. True for a shape that is linear or acts on each example alone.
     */
    default boolean separable(Price price) {
        return linear() || grain() == Grain.EXAMPLE || grain() == Grain.LATENT_OF_EXAMPLE;
    }

    /** The nats of a divergence, summed over this many latents, that cost nothing. */
    default double freeNats(int latents) {
        return 0;
    }

    /**
     * Whether the priced value is weight times measure, so that an objective that is not a sum can use the weight
     * alone.
     */
    default boolean linear() {
        return false;
    }

    /** Weight times measure: the default shape. Being linear, it acts after all reduction. */
    static Penalty weighted() {
        return new Weighted();
    }

    /** Weight times |measure − target| of the batch's mean (Burgess et al. 2018, eq. 8); the price must have a target. */
    static Penalty absoluteDeviation() {
        return new AbsoluteDeviation();
    }

    /**
     * Weight times e^(exponent·u) times the measure of each example, where u is a side input.
     *
     * @param side name of the side input, of one column
     */
    static Penalty exponential(String side, double exponent) {
        return new Exponential(side, exponent);
    }

    /**
     * Weight times the negative log-likelihood of a Gaussian decoder in nats (Rybkin et al. 2021). The price's target is
     * the variance; without a target the variance is its own optimum.
     *
     * @param grain {@link Grain#BATCH} for one variance of the batch, {@link Grain#EXAMPLE} for one of each example
     * @param minVariance the least variance that is its own optimum, above 0
     */
    static Penalty logVariance(Grain grain, double minVariance) {
        return new LogVariance(grain, minVariance);
    }
}
