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
record LogVariance(Grain grain, double minVariance) implements Penalty {

    @Override
    public NDArray apply(NDArray measure, Price price, Batch batch) {
        Constants constants = batch.constants();
        NDArray halfElements = halfElements(batch);
        NDArray twice = twiceVariance(measure, price, batch);
        NDArray nats =
                measure.div(twice).add(twice.mul(constants.fixed(Math.PI)).log().mul(halfElements));
        return weighted(nats, price, constants);
    }

    /** Weight·SSE/(2σ²): what the gradient of the loss belongs to. */
    @Override
    public NDArray contribution(NDArray measure, Price price, Batch batch) {
        return weighted(measure.div(twiceVariance(measure, price, batch)), price, batch.constants());
    }

    private static NDArray weighted(NDArray nats, Price price, Constants constants) {
        return price.weight() == 1 ? nats : nats.mul(constants.moving(price.weight()));
    }

    /** Half of the observed elements, at this grain. */
    private NDArray halfElements(Batch batch) {
        NDArray elements = batch.observedElements();
        NDArray mean = grain == Grain.BATCH ? batch.constants().meanOverRows(elements) : elements;
        return mean.mul(batch.constants().fixed(0.5));
    }

    private NDArray twiceVariance(NDArray measure, Price price, Batch batch) {
        Constants constants = batch.constants();
        NDArray variance = price.target().isPresent()
                ? constants.moving(price.target().getAsDouble())
                : ownOptimum(measure, halfElements(batch), constants);
        return variance.mul(constants.fixed(2));
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
