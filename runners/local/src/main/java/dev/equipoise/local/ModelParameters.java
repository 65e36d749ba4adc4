package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.BorrowedWeights;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.RunOptions;

/** The parameters of a plan's model. */
public final class ModelParameters {

    private ModelParameters() {}

    /** Builds the model on a device and compares it with weights of another run. */
    static void requireFit(BorrowedWeights weights, ExperimentPlan plan, RunOptions options, SelectedDevice device) {
        try (NDManager manager = Engines.start(options.engine()).newBaseManager(device.device())) {
            weights.requireFit(EngineModel.of(plan, options.engine(), manager).vae());
        }
    }

    /** Builds the model on a device and counts its parameters. */
    public static long count(ExperimentPlan plan, EngineName engine, SelectedDevice device) {
        try (NDManager manager = Engines.start(engine).newBaseManager(device.device())) {
            return EngineModel.of(plan, engine, manager).parameters();
        }
    }
}
