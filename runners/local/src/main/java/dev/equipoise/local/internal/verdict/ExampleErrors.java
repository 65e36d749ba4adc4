package dev.equipoise.local.internal.verdict;

/**
 * What each example of a split has, averaged over the draws of its latents.
 *
 * @param squaredError summed over elements
 * @param reconstruction the reconstruction term; not a number if the term has no value of a single example
 */
public record ExampleErrors(double[] squaredError, double[] reconstruction) {}
