package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.files.RunDirectory;
import dev.equipoise.local.loop.Run;
import dev.equipoise.local.wiring.RunInjector;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.Runner;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a plan in this process, on one thread of its own: MXNet leaks memory for every thread that touches it, and PyTorch
 * allows one gradient collector a process, so runs of one process take turns.
 */
public final class LocalRunner implements Runner {

    private final RunInjector injector;
    private final DeviceSelection devices;
    private final Clock clock;

    @Inject
    public LocalRunner(RunInjector injector, DeviceSelection devices, Clock clock) {
        this.injector = injector;
        this.devices = devices;
        this.clock = clock;
    }

    @Override
    public RunReport run(ExperimentPlan plan, RunOptions options) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        new RunDirectory(clock).prepare(options.runs(), plan.name());
        PreprocessedData data = PreprocessedData.load(plan.part(DataSource.class), plan.parts(Preprocessing.class));
        List<RunListener> listeners = injector.listeners(plan, options);
        return onOneThread(() -> train(plan, options, device, data, listeners));
    }

    private RunReport train(
            ExperimentPlan plan,
            RunOptions options,
            SelectedDevice device,
            PreprocessedData data,
            List<RunListener> listeners) {
        Engines.start(options.engine());
        Engines.prepareThread(options.engine());
        int threads = Engines.useThreads(options.engine(), ThreadCount.of(plan));
        Path directory = new RunDirectory(clock).create(options.runs(), plan.name());
        try (NDManager manager =
                NDManager.newBaseManager(device.device(), options.engine().djlName())) {
            Run run = new Run(plan, data, options.engine(), manager, listeners);
            return run.toItsEnd(directory, Environments.of(plan, options, device, threads));
        }
    }

    private static <T> T onOneThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "equipoise-run");
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the run to end", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
