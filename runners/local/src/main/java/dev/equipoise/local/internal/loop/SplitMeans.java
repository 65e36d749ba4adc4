package dev.equipoise.local.internal.loop;

import dev.equipoise.balance.Measures;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Split;
import dev.equipoise.local.internal.verdict.ExampleErrors;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.SplitEvaluation;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Double precision means over a split, and what follows from them. */
final class SplitMeans {

    /** Burda, Grosse and Salakhutdinov 2016, section 5.2. */
    private static final double ACTIVE_VARIANCE = 0.01;

    private static final double HUNDREDTH_NAT = 0.01;

    private final int elements;
    private final LatentPrior prior;
    private final double[] meanOfMeans;
    private final double[] squaredDeviations;
    private final double[] squaredErrors;
    private final ExampleErrors errors;
    private final int samples;
    private final double[] largestLogWeights;
    private final double[] sumsOfWeights;
    private long meansSeen;
    private double rows;
    private Measures sums = Measures.NONE;

    /**
     * @param prior of the latents, beside whose variance a latent is active
     * @param samples of the bound; 0 for no bound
     */
    SplitMeans(int elements, LatentPrior prior, int examples, int samples) {
        this.elements = elements;
        this.prior = prior;
        this.samples = samples;
        largestLogWeights = new double[samples > 0 ? examples : 0];
        sumsOfWeights = new double[largestLogWeights.length];
        Arrays.fill(largestLogWeights, Double.NEGATIVE_INFINITY);
        squaredErrors = new double[elements];
        errors = new ExampleErrors(new double[examples], new double[examples]);
        meanOfMeans = new double[prior.latents()];
        squaredDeviations = new double[prior.latents()];
    }

    /**
     * Means over some examples.
     *
     * @param squaredErrorOfElements length N
     */
    void add(long count, Measures means, float[] squaredErrorOfElements) {
        rows += count;
        sums = sums.plus((double) count, means);
        for (int i = 0; i < squaredErrors.length; i++) {
            squaredErrors[i] += count * (double) squaredErrorOfElements[i];
        }
    }

    /**
     * What single examples have in one of several draws.
     *
     * @param from index of the first
     * @param reconstructions empty if the term has no value of a single example
     */
    void addExamples(int from, float[] squaredErrors, float[] reconstructions, int draws) {
        for (int i = 0; i < squaredErrors.length; i++) {
            errors.squaredError()[from + i] += squaredErrors[i] / (double) draws;
            errors.reconstruction()[from + i] +=
                    reconstructions.length == 0 ? Double.NaN : reconstructions[i] / (double) draws;
        }
    }

    /** Logarithms of the importance weights of one sample of each of some examples, the first with this index. */
    void addLogWeights(int from, float[] logWeights) {
        for (int i = 0; i < logWeights.length; i++) {
            double largest = largestLogWeights[from + i];
            double larger = Math.max(largest, logWeights[i]);
            double before = sumsOfWeights[from + i];
            sumsOfWeights[from + i] =
                    (before == 0 ? 0 : before * Math.exp(largest - larger)) + Math.exp(logWeights[i] - larger);
            largestLogWeights[from + i] = larger;
        }
    }

    /** The bound by all samples in nats: ln of the mean weight of an example, averaged over examples. */
    private Optional<SplitEvaluation.Bound> bound() {
        double nats = 0;
        for (int i = 0; i < sumsOfWeights.length; i++) {
            nats += (largestLogWeights[i] + Math.log(sumsOfWeights[i] / samples)) / sumsOfWeights.length;
        }
        return samples > 0 ? Optional.of(new SplitEvaluation.Bound(samples, nats)) : Optional.empty();
    }

    /** What each example has. */
    ExampleErrors errors() {
        return errors;
    }

    /** Posterior means in rows of M, for their variance over the split (Welford 1962). */
    void addPosteriorMeans(float[] means) {
        for (int at = 0; at < means.length; at += meanOfMeans.length) {
            meansSeen++;
            for (int i = 0; i < meanOfMeans.length; i++) {
                double deviation = means[at + i] - meanOfMeans[i];
                meanOfMeans[i] += deviation / meansSeen;
                squaredDeviations[i] += deviation * (means[at + i] - meanOfMeans[i]);
            }
        }
    }

    /** Mean squared error of an element: the variance that is best for a Gaussian decoder on this split. */
    double mse() {
        return sums.over(rows).mse(elements);
    }

    /** Mean squared error of every element; length N. */
    double[] squaredErrors() {
        return Arrays.stream(squaredErrors).map(sum -> sum / rows).toArray();
    }

    /**
     * The split in the units of the source, by the variance that is best for the training split.
     *
     * @param examples of the split
     */
    SplitEvaluation.SourceUnits in(PreprocessedData.Units units, Split examples, SplitMeans training) {
        double variance = units.varyingSum(training.squaredErrors()) / units.elements();
        double[] errors = squaredErrors();
        double elbo = gaussianElbo(units.varyingSum(errors), sums.over(rows).kl(), variance, units.elements());
        double logJacobian = units.logJacobian(examples);
        return new SplitEvaluation.SourceUnits(
                units.constant(), logJacobian, units.sourceSum(errors), elbo + logJacobian);
    }

    /**
     * The evaluation.
     *
     * @param decoderVariance of the Gaussian decoder; empty if reconstruction is a negative log-likelihood in nats
     * @param optimalVariance the training split's {@link #mse}
     * @param sourceUnits the split in the units of the source, if it is known
     */
    SplitEvaluation evaluation(
            String reconstructionUnit,
            OptionalDouble decoderVariance,
            double optimalVariance,
            Optional<SplitEvaluation.SourceUnits> sourceUnits) {
        Measures over = sums.over(rows);
        Measures means = Measures.ofSplit(
                        over.reconstruction(), over.squaredError(), over.divergence(), over.kl(), over.klPerLatent())
                .withNamed(over.named());
        double error = means.squaredError();
        double observed = over.observed().orElse(elements);
        SplitEvaluation ofOneSample = new SplitEvaluation(
                means,
                mse(),
                reconstructionUnit,
                decoderVariance.isPresent()
                        ? gaussianElbo(error, means.kl(), decoderVariance.getAsDouble(), observed)
                        : -means.reconstruction() - means.kl(),
                decoderVariance.isPresent() ? gaussianElbo(error, means.kl(), optimalVariance, observed) : Double.NaN,
                (int) IntStream.range(0, prior.latents())
                        .filter(i -> squaredDeviations[i] / (meansSeen - 1) > ACTIVE_VARIANCE * prior.variance(i))
                        .count(),
                (int) means.klPerLatent().stream()
                        .filter(nats -> nats > HUNDREDTH_NAT)
                        .count(),
                sourceUnits);
        return bound().map(ofOneSample::withBound).orElse(ofOneSample);
    }

    /** −[SSE/(2σ²) + (N/2)·ln(2πσ²) + KL] in nats. */
    private static double gaussianElbo(double error, double totalKl, double variance, double count) {
        return -(error / (2 * variance) + 0.5 * count * Math.log(2 * Math.PI * variance) + totalKl);
    }
}
