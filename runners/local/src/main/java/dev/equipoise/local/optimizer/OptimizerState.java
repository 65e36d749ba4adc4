package dev.equipoise.local.optimizer;

import dev.equipoise.local.checkpoint.Tensor;
import java.util.Map;

/**
 * What an optimizer remembers from update to update.
 *
 * @param arrays by name, such as "first/encoder.0.weight"
 * @param numbers by name, such as the count of updates of a parameter
 */
public record OptimizerState(Map<String, Tensor> arrays, Map<String, Double> numbers) {}
