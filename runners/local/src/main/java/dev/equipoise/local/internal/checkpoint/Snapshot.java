package dev.equipoise.local.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.equipoise.checkpoint.Tensor;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All of a run between two steps that its plan and data do not give again.
 *
 * @param parameters of the model, by path
 * @param optimizer its arrays, by name, and those of the critics' optimizers
 * @param critics parameters of the critics, by path; empty if no term has one
 * @param state every other number: where the run stands, the states of its parts, the sums of its unfinished epoch
 */
public record Snapshot(
        Map<String, Tensor> parameters, Map<String, Tensor> optimizer, Map<String, Tensor> critics, JsonNode state) {

    /** Whether every value of every array is a number. */
    public boolean finite() {
        return arrays().allMatch(Tensor::finite);
    }

    /** Of the arrays alone. */
    long bytes() {
        return arrays().mapToLong(array -> (long) Float.BYTES * array.values().length)
                .sum();
    }

    private Stream<Tensor> arrays() {
        return Stream.of(parameters, optimizer, critics).flatMap(arrays -> arrays.values().stream());
    }
}
