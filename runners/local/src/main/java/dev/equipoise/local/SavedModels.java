package dev.equipoise.local;

import dev.equipoise.disk.Disk;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.BorrowedWeights;
import dev.equipoise.local.internal.checkpoint.CheckpointInfo;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Fingerprint;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.Saved;
import dev.equipoise.local.internal.model.Weights;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.TrainedModel;
import dev.equipoise.run.TrainedModel.Which;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Trained models from the checkpoints of runs. It only reads, so a run that is training at the same time is not
 * disturbed.
 */
public final class SavedModels {

    private final Disk disk;
    private final Clock clock;
    private final DeviceSelection devices;

    @Inject
    public SavedModels(Disk disk, Clock clock, DeviceSelection devices) {
        this.disk = disk;
        this.clock = clock;
        this.devices = devices;
    }

    /**
     * A checkpoint of a run.
     *
     * @param plan with which the run began
     * @throws IncompatibleResumeException if the run has no complete one, or its model is not that of the plan
     */
    public SavedModel read(ExperimentPlan plan, Path run, Which which) {
        Saved saved = read(run, which);
        CheckpointInfo info = saved.info();
        Fingerprint.ofModel(plan).compare(info.fingerprint()).requireModel();
        return new SavedModel(
                info.run(),
                info.steps(),
                info.reason(),
                Weights.ofModel(saved.snapshot().parameters()),
                saved.snapshot().critics(),
                saved.snapshot().state(),
                info.fingerprint());
    }

    /**
     * Refuses weights of another run that do not fit the plan's model; does nothing if none are borrowed.
     *
     * @throws IncompatibleResumeException with every array that does not fit
     */
    public void requireFit(ExperimentPlan plan, RunOptions options) {
        options.borrowed()
                .map(from -> BorrowedWeights.read(disk, clock, from))
                .ifPresent(weights -> ModelParameters.requireFit(
                        weights, plan, options, devices.choose(options.device(), options.engine())));
    }

    /** Whether a run has a folder of checkpoints. */
    public static boolean exist(Path run) {
        return Files.exists(run.resolve(CheckpointStore.DIRECTORY));
    }

    private Saved read(Path run, Which which) {
        CheckpointStore store = new CheckpointStore(disk, run, new Retention(1), clock, "");
        try {
            return (which == Which.BEST ? store.peekBest() : store.peekNewest())
                    .orElseThrow(() -> new IncompatibleResumeException(List.of("the run in " + run + " must have a "
                            + (which == Which.BEST ? "best checkpoint, taken at the end of an epoch" : "checkpoint")
                            + ", but has no complete one")));
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints in " + run + " cannot be read: " + e, e);
        }
    }

    /**
     * The model of a checkpoint.
     *
     * @param plan with which its run began
     */
    public TrainedModel load(ExperimentPlan plan, SavedModel saved, RunOptions options) {
        return new LoadedModel(
                plan,
                new SavedData(plan, saved, options.engine()).steps(),
                saved.condition(),
                saved.parameters(),
                options.engine(),
                devices.choose(options.device(), options.engine()));
    }
}
