package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.run.EngineName;

/** The parameters of a plan's model. */
public final class ModelParameters {

    private ModelParameters() {}

    /** Builds the model on a device and counts its parameters. */
    public static long count(ExperimentPlan plan, EngineName engine, SelectedDevice device) {
        try (NDManager manager = Engines.start(engine).newBaseManager(device.device())) {
            return EngineModel.of(plan, engine, manager).parameters();
        }
    }
}
