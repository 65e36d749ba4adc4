package dev.equipoise.local.internal.loop;

import ai.djl.ndarray.NDArray;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.local.internal.model.EngineModel.Scope;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Batch;
import dev.equipoise.random.CounterRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step of training draws for its batch, in Java: the noise of the latents, and the masks of the layers. */
final class Draws {

    private final EngineModel model;
    private final int samples;
    private final List<Vae.Mask> masks;
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** @param samples of the latents of each example */
    Draws(EngineModel model, int samples) {
        this.model = model;
        this.samples = samples;
        masks = model.vae().masks();
    }

    /** Draws for all examples of a step. */
    void draw(Step step) {
        int examples = step.batch().count();
        CounterRandom.gaussian(
                of(Batch.NOISE, Math.multiplyExact(examples * samples, model.latents())),
                model.seed(),
                step.stream(CounterRandom.Stream.trainingNoise(step.rollbacks())),
                step.drawn());
        long drawn = 0;
        for (Vae.Mask mask : masks) {
            float[] drawing = of(mask.name(), examples * mask.columns());
            CounterRandom.mask(
                    drawing,
                    mask.rate(),
                    model.seed(),
                    step.stream(CounterRandom.Stream.dropout(step.rollbacks())),
                    step.drawn(),
                    drawn);
            drawn += drawing.length;
        }
    }

    private float[] of(String name, int size) {
        return values.compute(name, (key, old) -> old != null && old.length == size ? old : new float[size]);
    }

    /** The side inputs of some examples of the step, by name. */
    Map<String, NDArray> rows(int from, int to, Scope scope) {
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put(Batch.NOISE, rows(Batch.NOISE, model.latents(), from * samples, to * samples, scope));
        masks.forEach(mask -> rows.put(mask.name(), rows(mask.name(), mask.columns(), from, to, scope)));
        return rows;
    }

    private NDArray rows(String name, int columns, int from, int to, Scope scope) {
        return scope.rows(values.getOrDefault(name, new float[0]), columns, from, to);
    }
}
