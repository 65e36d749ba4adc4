package dev.equipoise.local;

import dev.equipoise.data.DataSource;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.EngineName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The data of plans. */
public final class PlanData {

    private PlanData() {}

    /** Loads and preprocesses it. A source that needs an engine has this one, on its thread. */
    public static PreprocessedData load(ExperimentPlan plan, EngineName engine) {
        return load(plan, engine, Optional.empty());
    }

    /** @param fitted steps of preprocessing, if they were fitted before */
    static PreprocessedData load(ExperimentPlan plan, EngineName engine, Optional<List<FittedPreprocessing>> fitted) {
        DataSource source = plan.part(DataSource.class);
        List<Preprocessing> steps = plan.parts(Preprocessing.class);
        Supplier<PreprocessedData> loading =
                () -> fitted.map(known -> PreprocessedData.load(source, steps, plan::nameOf, plan.seed(), known))
                        .orElseGet(() -> PreprocessedData.load(source, steps, plan::nameOf, plan.seed()));
        if (!source.usesEngine()) {
            return loading.get();
        }
        return EngineThread.call(() -> {
            Engines.start(engine);
            Engines.prepareThread(engine);
            return loading.get();
        });
    }
}
