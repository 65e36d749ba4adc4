package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.Measures;
import dev.equipoise.run.EpochFinished;
import dev.equipoise.run.StepFinished;
import java.util.OptionalDouble;

/**
 * Sums over the steps of an epoch, weighted by their examples.
 *
 * @param beta empty if a step had none
 * @param learningRate of the last step
 */
record EpochSums(Measures sums, long examples, double seconds, OptionalDouble beta, double learningRate) {

    static final EpochSums NONE = new EpochSums(Measures.NONE, 0, 0, OptionalDouble.of(0), 0);

    EpochSums plus(StepFinished step) {
        int more = step.readings().examples();
        return new EpochSums(
                sums.plus(more, step.readings().means()),
                examples + more,
                seconds + step.seconds(),
                beta.isPresent() && step.beta().isPresent()
                        ? OptionalDouble.of(
                                beta.getAsDouble() + more * step.beta().getAsDouble())
                        : OptionalDouble.empty(),
                step.learningRate());
    }

    /** @param elements N of a datum */
    EpochFinished.TrainingMeans means(int elements) {
        Measures means = sums.over((double) examples);
        return new EpochFinished.TrainingMeans(
                means,
                means.mse(elements),
                beta.isPresent() ? OptionalDouble.of(beta.getAsDouble() / examples) : beta,
                learningRate,
                examples / seconds);
    }
}
