package dev.equipoise.run;

import java.util.List;

/**
 * A split in the units of the data source, for comparison with runs of other preprocessing. Elements that are constant on
 * the training split are left out. Equal units do not mean an equal noise model: each run's decoder has one variance for
 * all preprocessed elements.
 *
 * @param constant indices of the elements that are left out
 * @param logJacobian of the preprocessing, in nats per datum
 * @param squaredError summed over the elements that vary, per example
 * @param elboOptimalVariance the Gaussian ELBO in nats per example with the variance that is best for the training split
 */
public record SourceUnits(
        List<Integer> constant, double logJacobian, double squaredError, double elboOptimalVariance) {}
