package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Foresight;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a plan in this process, on the thread of its engines. */
public final class LocalRunner implements Runner {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRunner.class);

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
    public RunReport run(ExperimentPlan read, RunOptions options) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        new RunDirectory(clock).prepare(options.runs(), read.name());
        PreprocessedData data = PreprocessedData.load(read.part(DataSource.class), read.parts(Preprocessing.class));
        ExperimentPlan plan = read.withWarnings(Foresight.of(read, data));
        plan.warnings().forEach(warning -> LOG.warn("{}", warning));
        List<RunListener> listeners = injector.listeners(plan, options);
        return EngineThread.call(() -> train(plan, options, device, data, listeners));
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
}
