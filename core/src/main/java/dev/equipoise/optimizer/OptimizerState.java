package dev.equipoise.optimizer;

import dev.equipoise.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an optimizer remembers from update to update.
 *
 * @param arrays by name, such as "first/encoder.0.weight"
 * @param numbers by name, such as the count of updates of a parameter
 */
public record OptimizerState(Map<String, Tensor> arrays, Map<String, Double> numbers) {

    /** Of no parameters. */
    public static final OptimizerState NONE = new OptimizerState(Map.of(), Map.of());

    /** This and that of another optimizer, which has other parameters. */
    public OptimizerState and(OptimizerState other) {
        return new OptimizerState(union(arrays, other.arrays), union(numbers, other.numbers));
    }

    /** What of it has the names of {@code like}. */
    public OptimizerState only(OptimizerState like) {
        return new OptimizerState(
                kept(arrays, like.arrays.keySet()::contains), kept(numbers, like.numbers.keySet()::contains));
    }

    /** What of it has not the names of {@code like}. */
    public OptimizerState without(OptimizerState like) {
        return new OptimizerState(
                kept(arrays, name -> !like.arrays.containsKey(name)),
                kept(numbers, name -> !like.numbers.containsKey(name)));
    }

    private static <T> Map<String, T> union(Map<String, T> one, Map<String, T> other) {
        Map<String, T> union = new LinkedHashMap<>(one);
        union.putAll(other);
        return union;
    }

    private static <T> Map<String, T> kept(Map<String, T> all, Predicate<String> names) {
        Map<String, T> kept = new LinkedHashMap<>(all);
        kept.keySet().removeIf(names.negate());
        return kept;
    }
}
