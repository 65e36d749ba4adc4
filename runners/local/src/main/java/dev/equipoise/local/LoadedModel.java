package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.BalancingStrategy;
import dev.equipoise.checkpoint.Tensor;
import dev.equipoise.data.AffinePreprocessing;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.objective.Reconstruction;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.LatentPrior;
import dev.equipoise.run.ModelView.Encoded;
import dev.equipoise.run.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trained model on an engine of this process. */
public final class LoadedModel implements TrainedModel {

    private final List<FittedPreprocessing> steps;
    /** Of a datum as the source has it, which preprocessing may bring into another shape. */
    private final int elements;

    private final Reconstruction reconstruction;
    private final boolean gaps;
    private final Condition condition;
    private final NDManager manager;
    private final EngineModel model;
    private final Optional<BalancingStrategy.Rates> rates;

    /**
     * @param plan that the model was trained by
     * @param steps of preprocessing as they were fitted then, in their order
     * @param scale of what a conditional model is given; empty for other models
     * @param parameters by path
     * @throws dev.equipoise.run.IncompatibleResumeException if they do not belong to the plan's model
     */
    public LoadedModel(
            ExperimentPlan plan,
            List<FittedPreprocessing> steps,
            Optional<AffinePreprocessing> scale,
            Map<String, Tensor> parameters,
            EngineName engine,
            SelectedDevice device) {
        this.steps = List.copyOf(steps);
        elements = FittedPreprocessing.undo(steps, new float[plan.facts().elements()]).length;
        reconstruction = plan.part(Reconstruction.class);
        gaps = plan.facts().data().gaps();
        condition = new Condition(plan.facts().data().given(), scale, Optional.empty());
        BalancingStrategy<?> strategy = plan.part(BalancingStrategy.class);
        rates = strategy.rates();
        manager = EngineThread.call(() -> manager(plan, engine, device));
        try {
            model = EngineThread.call(() -> {
                EngineModel made = EngineModel.of(plan, engine, manager);
                Tensor.write(parameters, made.vae().saved());
                return made;
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private LoadedModel(LoadedModel of, Condition condition, EngineModel model) {
        steps = of.steps;
        elements = of.elements;
        reconstruction = of.reconstruction;
        gaps = of.gaps;
        manager = of.manager;
        rates = of.rates;
        this.model = model;
        this.condition = condition;
    }

    /** Starts an engine as for a plan's run; on the engines' thread. */
    static NDManager manager(ExperimentPlan plan, EngineName engine, SelectedDevice device) {
        Engines.start(engine);
        Engines.prepareThread(engine);
        Engines.useThreads(engine, ThreadCount.of(plan));
        return NDManager.newBaseManager(device.device(), engine.djlName());
    }

    @Override
    public TrainedModel given(Map<String, String> values) {
        return new LoadedModel(this, condition.of(values), model);
    }

    @Override
    public TrainedModel at(double beta) {
        return rates.<TrainedModel>map(known -> new LoadedModel(this, condition, model.at(beta, known)))
                .orElseGet(() -> TrainedModel.super.at(beta));
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public int latents() {
        return model.latents();
    }

    @Override
    public LatentPrior prior() {
        return EngineThread.call(model::prior);
    }

    @Override
    public Encoded encode(float[] rows) {
        checkRows("data", rows, elements(), gaps);
        float[] data = condition.beside(FittedPreprocessing.apply(steps, rows), model.elements());
        return EngineThread.call(() -> model.encode(data));
    }

    @Override
    public float[] decode(float[] rows) {
        checkRows("latents", rows, latents(), false);
        float[] given = condition.beside(rows, latents());
        float[] data = EngineThread.call(() -> model.decode(given, reconstruction::prediction));
        return FittedPreprocessing.undo(steps, data);
    }

    @Override
    public float[] sample(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of samples must be at least 1, got " + count);
        }
        return decode(prior().sample(count, seed));
    }

    private static void checkRows(String what, float[] values, int columns, boolean gaps) {
        if (values.length % columns != 0) {
            throw new IllegalArgumentException(
                    what + " must fill rows of " + columns + ", got " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i]) && !(gaps && Float.isNaN(values[i]))) {
                throw new IllegalArgumentException(what + " must be finite, got " + values[i] + " in row " + i / columns
                        + ", column " + i % columns);
            }
        }
    }

    @Override
    public void close() {
        EngineThread.call(() -> {
            manager.close();
            return true;
        });
    }
}
