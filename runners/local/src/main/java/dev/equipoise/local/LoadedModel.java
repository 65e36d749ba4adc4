package dev.equipoise.local;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.equipoise.checkpoint.Arrays32;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.model.Architecture;
import dev.equipoise.model.Posterior;
import dev.equipoise.model.Vae;
import dev.equipoise.objective.Constants;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.random.CounterRandom;
import dev.equipoise.random.Stream;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A trained model on an engine of this process. */
public final class LoadedModel implements TrainedModel {

    /** Rows that are computed at once. */
    private static final int ROWS = 512;

    private final List<FittedPreprocessing> steps;
    private final Reconstruction reconstruction;
    private final int elements;
    private final int latents;
    private final NDManager manager;
    private final Vae vae;
    private final Constants constants;

    /**
     * @param plan that the model was trained by
     * @param steps of preprocessing as they were fitted then, in their order
     * @param parameters by path
     * @throws dev.equipoise.run.IncompatibleResumeException where they are not those of the plan's model
     */
    public LoadedModel(
            ExperimentPlan plan,
            List<FittedPreprocessing> steps,
            Map<String, Tensor> parameters,
            EngineName engine,
            SelectedDevice device) {
        this.steps = List.copyOf(steps);
        reconstruction = plan.part(Reconstruction.class);
        elements = plan.facts().elements();
        Architecture architecture = plan.part(Architecture.class);
        latents = architecture.latent();
        manager = EngineThread.call(() -> {
            Engines.start(engine);
            Engines.prepareThread(engine);
            Engines.useThreads(engine, ThreadCount.of(plan));
            return NDManager.newBaseManager(device.device(), engine.djlName());
        });
        try {
            constants = new Constants(manager, DataType.FLOAT32);
            vae = EngineThread.call(() -> {
                Vae made = new Vae(
                        architecture.layers(plan.facts().data()),
                        plan.part(Posterior.class),
                        elements,
                        manager,
                        DataType.FLOAT32,
                        plan.seed());
                Arrays32.write(parameters, made.parameters());
                return made;
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public int latents() {
        return latents;
    }

    @Override
    public Encoded encode(float[] rows) {
        checkRows("data", rows, elements);
        float[] data = rows.clone();
        steps.forEach(step -> step.apply(data));
        return EngineThread.call(() -> encoded(data));
    }

    @Override
    public float[] decode(float[] rows) {
        checkRows("latents", rows, latents);
        float[] data = EngineThread.call(() -> decoded(rows));
        for (int i = steps.size() - 1; i >= 0; i--) {
            steps.get(i).undo(data);
        }
        return data;
    }

    @Override
    public float[] sample(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of samples must be at least 1, got " + count);
        }
        float[] normal = new float[Math.multiplyExact(count, latents)];
        CounterRandom.gaussian(normal, seed, Stream.PRIOR, 0);
        return decode(normal);
    }

    private static void checkRows(String what, float[] values, int columns) {
        if (values.length % columns != 0) {
            throw new IllegalArgumentException(
                    what + " must fill rows of " + columns + ", got " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(what + " must be finite, got " + values[i] + " in row " + i / columns
                        + ", column " + i % columns);
            }
        }
    }

    private Encoded encoded(float[] data) {
        int rows = data.length / elements;
        float[] means = new float[rows * latents];
        float[] logVariances = new float[rows * latents];
        for (int from = 0; from < rows; from += ROWS) {
            try (NDManager scoped = manager.newSubManager();
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDList posterior = vae.encode(slice(data, from, rows, elements, scoped), constants.within(scoped));
                copy(posterior.get(0), means, from * latents);
                copy(posterior.get(1), logVariances, from * latents);
            }
        }
        return new Encoded(means, logVariances);
    }

    private float[] decoded(float[] values) {
        int rows = values.length / latents;
        float[] data = new float[Math.multiplyExact(rows, elements)];
        for (int from = 0; from < rows; from += ROWS) {
            try (NDManager scoped = manager.newSubManager();
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray decoded = vae.decode(slice(values, from, rows, latents, scoped), false);
                copy(reconstruction.prediction(decoded), data, from * elements);
            }
        }
        return data;
    }

    private static NDArray slice(float[] values, int from, int rows, int columns, NDManager scoped) {
        int to = Math.min(from + ROWS, rows);
        return scoped.create(Arrays.copyOfRange(values, from * columns, to * columns), new Shape(to - from, columns));
    }

    private static void copy(NDArray array, float[] into, int at) {
        float[] values = array.toFloatArray();
        System.arraycopy(values, 0, into, at, values.length);
    }

    @Override
    public void close() {
        EngineThread.call(() -> {
            manager.close();
            return true;
        });
    }
}
