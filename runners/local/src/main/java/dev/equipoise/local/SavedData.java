package dev.equipoise.local;

import dev.equipoise.data.DataFormatException;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.FittedPreprocessing;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.data.Split;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.Fingerprint;
import dev.equipoise.local.internal.checkpoint.FittedSteps;
import dev.equipoise.run.EngineName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Data for a saved model, after the preprocessing that was fitted for it.
 *
 * @param plan with which its run began
 * @param engine for a source that needs one
 */
record SavedData(ExperimentPlan plan, SavedModel model, EngineName engine) {

    private DataSource source() {
        return plan.part(DataSource.class);
    }

    private List<Preprocessing> parts() {
        return plan.parts(Preprocessing.class);
    }

    private Optional<List<FittedPreprocessing>> savedSteps() {
        return FittedSteps.read(model.preprocessing(), parts());
    }

    /** The steps that the checkpoint holds; fitted to the run's data again if it cannot hold them. */
    List<FittedPreprocessing> steps() {
        return savedSteps().orElseGet(() -> loaded().steps());
    }

    /**
     * The splits of the run.
     *
     * @throws dev.equipoise.run.IncompatibleResumeException if the data have changed since
     */
    PreprocessedData splits() {
        PreprocessedData data = loaded();
        Fingerprint.requireData(data, model.fingerprint());
        return data;
    }

    private PreprocessedData loaded() {
        return PlanData.load(plan, engine, savedSteps());
    }

    /**
     * New examples, read as the run's source reads its own.
     *
     * @throws DataFormatException if the source reads no files, or these hold no such examples
     */
    Split ofNew(Path path, List<FittedPreprocessing> steps) {
        return preprocessed(read(path), steps);
    }

    /** The same without preprocessing. */
    Split read(Path path) {
        return source().read(path)
                .orElseThrow(() ->
                        new DataFormatException(plan.nameOf(source()) + " reads no files, so it cannot read " + path));
    }

    /** What was read, after these steps. */
    Split preprocessed(Split split, List<FittedPreprocessing> steps) {
        return PreprocessedData.ofNew(split, source(), parts(), steps, model.condition(), plan::nameOf, plan.seed());
    }
}
