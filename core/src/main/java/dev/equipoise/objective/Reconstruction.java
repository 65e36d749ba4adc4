package dev.equipoise.objective;

import ai.djl.ndarray.NDArray;
import dev.equipoise.data.Split;
import dev.equipoise.part.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The term that compares a datum with its reconstruction by the decoder. */
@Role("reconstruction term")
public interface Reconstruction extends LossTerm {

    /** The decoder's output as values of the data, shape (B, N): itself, or the mean of logits. Recorded code. */
    NDArray prediction(NDArray decoded, Constants constants);

    /**
     * The variance of the Gaussian decoder that judges the model at this effective beta, which is not a number if there is
     * no effective beta. At beta 1 the loss is its negative ELBO up to a factor and a constant, so that b of
     * {@link dev.equipoise.balance.LinearOptimum} is beta·decoderVariance(1). Empty if the term is the negative
     * log-likelihood of another distribution: its own value, in nats, is then the judge.
     */
    default OptionalDouble decoderVariance(double beta) {
        return OptionalDouble.empty();
    }

    /** Weight of the absolute error, summed over elements, that the term consists of; empty if it consists of something else. */
    default OptionalDouble perAbsoluteError() {
        return OptionalDouble.empty();
    }

    /** The part of its first measure that depends neither on the model nor on the data, of a datum with so many observed elements. */
    default double normaliser(double elements) {
        return 0;
    }

    /**
     * Numbers that are trained with the decoder because of this term, such as variances, with their initial values, by name;
     * {@link VaeOutput#learned} has them.
     */
    default Map<String, List<Double>> learned() {
        return Map.of();
    }

    /** Which elements a squared error is measured of; empty for all. */
    default Optional<boolean[]> compared() {
        return Optional.empty();
    }

    /** Means over a split of what each measure is if each element is predicted by the best constant of the training split. */
    default Map<String, Double> marginals(Split training, Split split) {
        return Map.of();
    }

    /**
     * Whether missing values have no part in its value: it then sums by {@link Batch#sumOverElements}. Data that may lack
     * values are refused beside a term that does not say so.
     */
    default boolean leavesGapsOut() {
        return false;
    }

    /** What is wrong with the values of a split that the term cannot measure; empty if it can measure all. */
    default Optional<String> refused(Split split) {
        return Optional.empty();
    }

    /** Warnings before step 0 about data whose values do not suit the term. */
    default List<String> warnings(Split training) {
        return List.of();
    }

    /**
     * The term's value for every example of a split if each is predicted by the same best constant of the training split.
     * Empty if the squared error of the training mean is what a model should be compared with, as it is without a finite
     * {@link #saving}.
     */
    default Optional<double[]> ofBestConstant(Split training, Split split) {
        return Optional.empty();
    }

    /**
     * What codes can save at most on this data, in the term's unit per example: its value under the best prediction that is
     * the same for all, less its value where every datum is predicted as well as can be. Infinite if that is not known.
     */
    default double saving(Split data) {
        return Double.POSITIVE_INFINITY;
    }
}
