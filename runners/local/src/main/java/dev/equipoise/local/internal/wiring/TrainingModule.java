package dev.equipoise.local.internal.wiring;

import ai.djl.ndarray.NDManager;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Fingerprint;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.RunCheckpoints;
import dev.equipoise.local.internal.files.RunLock;
import dev.equipoise.local.internal.loop.Listeners;
import dev.equipoise.local.internal.loop.Run;
import dev.equipoise.local.internal.loop.Training;
import dev.equipoise.local.internal.loop.WatchedCores;
import dev.equipoise.local.internal.machine.CoreMeter;
import dev.equipoise.local.internal.machine.TakenCores;
import dev.equipoise.local.internal.model.EngineModel;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunStarted;
import dev.equipoise.run.StopRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The objects of a run that has a directory and an engine.
 *
 * @param data that was loaded for its plan
 * @param optimum of a linear model on the training split
 * @param lock of its directory
 * @param manager owns everything on the device
 * @param spinningThreads that wait for one another on the cores
 */
public record TrainingModule(
        PreprocessedData data,
        Supplier<LinearOptimum> optimum,
        RunLock lock,
        RunStarted.Environment environment,
        NDManager manager,
        int spinningThreads)
        implements Module {

    @Override
    public void configure(Binder binder) {}

    @Provides
    @Singleton
    Fingerprint fingerprint(ExperimentPlan plan) {
        return Fingerprint.of(plan, data, environment);
    }

    @Provides
    @Singleton
    CheckpointStore store(Disk disk, Optional<Checkpoint.Settings> settings, Clock clock) {
        Retention retention =
                new Retention(settings.map(Checkpoint.Settings::keep).orElse(1));
        return new CheckpointStore(disk, lock.directory(), retention, clock, environment.version(), lock::displaced);
    }

    @Provides
    Optional<Checkpoint.Settings> settings(ExperimentPlan plan) {
        return plan.parts(Checkpoint.Settings.class).stream().findFirst();
    }

    @Provides
    @Singleton
    WatchedCores listeners(Listeners listeners, CoreMeter meter, NanoTime nanoTime) {
        return new WatchedCores(listeners, new TakenCores(meter, spinningThreads, nanoTime));
    }

    @Provides
    @Singleton
    Optional<RunCheckpoints> checkpoints(
            Optional<Checkpoint.Settings> settings,
            CheckpointStore store,
            Fingerprint fingerprint,
            WatchedCores listeners,
            Clock clock,
            NanoTime nanoTime) {
        String run = lock.directory().getFileName().toString();
        return settings.map(
                when -> new RunCheckpoints(when, store, run, fingerprint.values(), listeners, clock, nanoTime));
    }

    @Provides
    @Singleton
    Training training(ExperimentPlan plan, RunOptions options, StopRequest stop, NanoTime nanoTime) {
        EngineModel model = EngineModel.of(plan, options.engine(), manager);
        return new Training(plan, data, model, stop, nanoTime, optimum);
    }

    @Provides
    @Singleton
    Run run(ExperimentPlan plan, Training training, WatchedCores listeners, Optional<RunCheckpoints> checkpoints) {
        return new Run(plan, training, listeners, checkpoints, lock, environment);
    }
}
