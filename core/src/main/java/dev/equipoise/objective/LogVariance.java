package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;

/**
 * The negative log-likelihood of a Gaussian decoder whose variance is learned: weight·[SSE/(2σ²) + (N/2)·ln(2πσ²)] in nats:
 * Rybkin et al. 2021. The price's target is σ²; without a target σ² is its own optimum, SSE/N at this grain, which
 * makes the value (N/2)·ln(SSE/N) and a constant.
 *
 * @param grain {@link Grain#BATCH} for one variance, {@link Grain#EXAMPLE} for one of every example
 * @param minVariance least σ² that is its own optimum, so that data that are reconstructed exactly do no harm
 */
public record LogVariance(Grain grain, double minVariance) implements Penalty {

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        Constants constants = batch.constants();
        NDArray halfElements = constants.fixed(batch.data().getShape().get(1) / 2.0);
        NDArray variance = price.target().isPresent()
                ? constants.moving(price.target().getAsDouble())
                : ownOptimum(measure, halfElements, constants);
        NDArray twice = variance.mul(constants.fixed(2));
        NDArray nats =
                measure.div(twice).add(twice.mul(constants.fixed(Math.PI)).log().mul(halfElements));
        return price.weight() == 1 ? nats : nats.mul(constants.moving(price.weight()));
    }

    /** No gradient goes through it: at an optimum it would be 0 (and below the least variance it must be). */
    private NDArray ownOptimum(NDArray measure, NDArray halfElements, Constants constants) {
        NDArray mean = measure.div(halfElements.mul(constants.fixed(2)));
        return mean.maximum(constants.fixed(minVariance)).stopGradient();
    }

    /** With a given variance it is linear in the squared error but for a constant. */
    @Override
    public boolean separable(Price price) {
        return grain == Grain.EXAMPLE || price.target().isPresent();
    }

    @Override
    public boolean prices(Measure measure) {
        return measure.name().equals(Measure.SQUARED_ERROR);
    }
}
