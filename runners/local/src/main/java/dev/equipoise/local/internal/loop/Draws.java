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
    private final int samples;
    private final List<Batch.SideInput> inputs;
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** @param samples of the latents of each example */
    Draws(EngineModel model, int samples) {
        this.model = model;
        this.samples = samples;
        inputs = model.vae().sideInputs();
    }

    /** Draws for all examples of a step. */
    void draw(Step step) {
        Map<Long, Long> drawn = new HashMap<>();
        for (Batch.SideInput input : inputs) {
            int rows = Math.multiplyExact(step.batch().count(), perExample(input));
            float[] drawing = of(input.name(), Math.multiplyExact(rows, input.columns()));
            long stream = step.stream(input.distribution().stream(step.rollbacks()));
            long end = drawn.merge(stream, (long) drawing.length, Long::sum);
            input.distribution().draw(drawing, model.seed(), stream, step.drawn(), end - drawing.length);
        }
    }

    /** Rows of a side input for an example: one, but noise for every sample. */
    private int perExample(Batch.SideInput input) {
        return input.name().equals(Batch.NOISE) ? samples : 1;
    }

    private float[] of(String name, int size) {
        return values.compute(name, (key, old) -> old != null && old.length == size ? old : new float[size]);
    }

    /** The side inputs of some examples of the step, by name. */
    Map<String, NDArray> rows(int from, int to, Scope scope) {
        Map<String, NDArray> rows = new LinkedHashMap<>();
        inputs.forEach(input -> rows.put(
                input.name(),
                scope.rows(
                        values.getOrDefault(input.name(), new float[0]),
                        input.columns(),
                        from * perExample(input),
                        to * perExample(input))));
        return rows;
    }
}
