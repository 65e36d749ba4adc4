package dev.equipoise.balance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each term adds to a loss that is the sum of its terms: its priced value, per example. The normalising constant
 * of a likelihood is left out, because it may be negative and does not depend on the model. With a Gaussian or Laplace likelihood the
 * contributions therefore differ from the loss by that constant; otherwise they add up to the loss.
 *
 * @param further of every measure of the terms beyond reconstruction and divergence, by name
 */
public record Contributions(double reconstruction, double divergence, Map<String, Double> further) {

    /** Nothing yet. */
    public static final Contributions NONE = new Contributions(0, 0, Map.of());

    /** The sum of this and a multiple of another. */
    public Contributions plus(double times, Contributions other) {
        Map<String, Double> sums = new LinkedHashMap<>(further);
        other.further.forEach((name, value) -> sums.merge(name, times * value, Double::sum));
        return new Contributions(
                reconstruction + times * other.reconstruction, divergence + times * other.divergence, sums);
    }

    /** All of them times a factor. */
    public Contributions times(double factor) {
        return NONE.plus(factor, this);
    }

    /** In the order of the loss: reconstruction, divergence, and the further measures by name. */
    public Map<String, Double> all() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("reconstruction", reconstruction);
        all.put("divergence", divergence);
        all.putAll(further);
        return all;
    }

    /** The sizes of the contributions as shares of their sum, in the same order; all 0 if nothing contributes. */
    public Map<String, Double> shares() {
        double sum = all().values().stream().mapToDouble(Math::abs).sum();
        Map<String, Double> shares = all();
        shares.replaceAll((name, value) -> sum > 0 && Double.isFinite(sum) ? Math.abs(value) / sum : 0);
        return shares;
    }
}
