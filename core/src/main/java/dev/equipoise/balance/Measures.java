package dev.equipoise.balance;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is measured of a batch, an epoch or a split: means over its examples, or sums on the way to them. All may be
 * non-finite.
 *
 * @param loss the objective; NaN for a split, which has no prices
 * @param reconstruction the reconstruction term, in its own unit
 * @param squaredError summed over a datum's elements (the article's "MSE")
 * @param divergence the trained one, in its own unit, summed over latents
 * @param kl the forward KL from the prior in nats, summed over latents: in closed form, or estimated if there is none
 * @param klPerLatent the same per latent, in nats; length M, or 0 if latents do not add up
 * @param named every measure of every term by name, each summed over latents; for a split those of a reconstruction term
 *     that has several
 * @param contributions of the terms to the loss; empty for a split, and if the objective is not their sum
 * @param observed the number of a datum's elements that are not missing; empty if none can be
 */
public record Measures(
        double loss,
        double reconstruction,
        double squaredError,
        double divergence,
        double kl,
        List<Double> klPerLatent,
        Map<String, Double> named,
        Optional<Contributions> contributions,
        OptionalDouble observed) {

    /** Nothing yet. */
    public static final Measures NONE =
            new Measures(0, 0, 0, 0, 0, List.of(), Map.of(), Optional.of(Contributions.NONE));

    /** Measures of complete data. */
    public Measures(
            double loss,
            double reconstruction,
            double squaredError,
            double divergence,
            double kl,
            List<Double> klPerLatent,
            Map<String, Double> named,
            Optional<Contributions> contributions) {
        this(
                loss,
                reconstruction,
                squaredError,
                divergence,
                kl,
                klPerLatent,
                named,
                contributions,
                OptionalDouble.empty());
    }

    public Measures {
        klPerLatent = List.copyOf(klPerLatent);
        named = ImmutableMap.copyOf(named);
    }

    /** The measures of a split with a KL of each latent. */
    public static Measures ofSplit(
            double reconstruction, double squaredError, double divergence, List<Double> klPerLatent) {
        double kl = 0;
        for (double nats : klPerLatent) {
            kl += nats;
        }
        return ofSplit(reconstruction, squaredError, divergence, kl, klPerLatent);
    }

    /** The measures of a split. */
    public static Measures ofSplit(
            double reconstruction, double squaredError, double divergence, double kl, List<Double> klPerLatent) {
        return new Measures(
                Double.NaN, reconstruction, squaredError, divergence, kl, klPerLatent, Map.of(), Optional.empty());
    }

    /** The same of data of which so many elements of a datum are not missing. */
    public Measures withObserved(double elements) {
        return new Measures(
                loss,
                reconstruction,
                squaredError,
                divergence,
                kl,
                klPerLatent,
                named,
                contributions,
                OptionalDouble.of(elements));
    }

    /** The same with these measures by name. */
    public Measures withNamed(Map<String, Double> others) {
        return new Measures(
                loss, reconstruction, squaredError, divergence, kl, klPerLatent, others, contributions, observed);
    }

    /**
     * The squared error of an element that is not missing.
     *
     * @param elements N of a datum
     */
    public double mse(int elements) {
        return squaredError / observed.orElse(elements);
    }

    /** The sum of these and a multiple of others. */
    public Measures plus(double times, Measures other) {
        Double[] latents = new Double[other.klPerLatent.size()];
        Arrays.setAll(
                latents, i -> (klPerLatent.isEmpty() ? 0 : klPerLatent.get(i)) + times * other.klPerLatent.get(i));
        return new Measures(
                loss + times * other.loss,
                reconstruction + times * other.reconstruction,
                squaredError + times * other.squaredError,
                divergence + times * other.divergence,
                kl + times * other.kl,
                List.of(latents),
                sum(times, other.named),
                contributions.flatMap(mine -> other.contributions.map(more -> mine.plus(times, more))),
                other.observed.isPresent()
                        ? OptionalDouble.of(observed.orElse(0) + times * other.observed.getAsDouble())
                        : observed);
    }

    /** In the order of these measures, followed by those that only the other has. */
    private Map<String, Double> sum(double times, Map<String, Double> other) {
        ImmutableMap.Builder<String, Double> sums = ImmutableMap.builderWithExpectedSize(other.size());
        named.forEach((name, sum) -> sums.put(name, other.containsKey(name) ? sum + times * other.get(name) : sum));
        other.forEach((name, value) -> {
            if (!named.containsKey(name)) {
                sums.put(name, times * value);
            }
        });
        return sums.buildOrThrow();
    }

    /** The means, if these are sums over this many examples. */
    public Measures over(double examples) {
        Map<String, Double> means = new LinkedHashMap<>(named);
        means.replaceAll((name, sum) -> sum / examples);
        return new Measures(
                loss / examples,
                reconstruction / examples,
                squaredError / examples,
                divergence / examples,
                kl / examples,
                klPerLatent.stream().map(sum -> sum / examples).toList(),
                means,
                contributions.map(sums -> sums.times(1 / examples)),
                observed.isPresent() ? OptionalDouble.of(observed.getAsDouble() / examples) : observed);
    }
}
