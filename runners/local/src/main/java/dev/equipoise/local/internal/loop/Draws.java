package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.local.internal.model.EngineModel.Scope;
import dev.equipoise.objective.Batch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The side inputs that a step of training draws for its batch, in Java. */
final class Draws {

    private final EngineModel model;
    private final List<Batch.SideInput> inputs;
    private final Map<String, float[]> values = new LinkedHashMap<>();

    Draws(EngineModel model) {
        this.model = model;
        inputs = model.vae().sideInputs();
    }

    /** Draws for all examples of a step. */
    void draw(Step step) {
        Map<Long, Long> drawn = new HashMap<>();
        for (Batch.SideInput input : inputs) {
            float[] drawing = of(input.name(), step.batch().count() * input.columns());
            long stream = input.distribution().stream(step.rollbacks());
            long end = drawn.merge(stream, (long) drawing.length, Long::sum);
            input.distribution().draw(drawing, model.seed(), stream, step.index(), end - drawing.length);
        }
    }

    private float[] of(String name, int size) {
        return values.compute(name, (key, old) -> old != null && old.length == size ? old : new float[size]);
    }

    /** The side inputs of some examples of the step, by name. */
    Map<String, NDArray> rows(int from, int to, Scope scope) {
        Map<String, NDArray> rows = new LinkedHashMap<>();
        inputs.forEach(input -> rows.put(
                input.name(), scope.rows(values.getOrDefault(input.name(), new float[0]), input.columns(), from, to)));
        return rows;
    }
}
