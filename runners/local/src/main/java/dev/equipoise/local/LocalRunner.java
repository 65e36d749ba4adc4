package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.disk.Disk;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.ending.Termination;
import dev.equipoise.local.internal.checkpoint.BorrowedWeights;
import dev.equipoise.local.internal.files.NewRunDirectory;
import dev.equipoise.local.internal.files.RunLock;
import dev.equipoise.local.internal.wiring.RunInjector;
import dev.equipoise.local.internal.wiring.RunObjects;
import dev.equipoise.local.internal.wiring.TrainingModule;
import dev.equipoise.plan.DataWarnings;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.RunStarted.Environment;
import dev.equipoise.run.Runner;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a plan in this process, on the thread of its engines. */
final class LocalRunner implements Runner {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRunner.class);

    private final RunInjector injector;
    private final DeviceSelection devices;
    private final NewRunDirectory directories;
    private final Clock clock;
    private final Disk disk;
    private final StopRequest stopRequest;
    private final Termination termination;

    @Inject
    public LocalRunner(
            RunInjector injector,
            DeviceSelection devices,
            NewRunDirectory directories,
            Clock clock,
            Disk disk,
            StopRequest stopRequest,
            Termination termination) {
        this.injector = injector;
        this.devices = devices;
        this.directories = directories;
        this.clock = clock;
        this.disk = disk;
        this.stopRequest = stopRequest;
        this.termination = termination;
    }

    @Override
    public RunReport run(ExperimentPlan read, RunOptions options) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        directories.prepare(options.runs(), read.name());
        Optional<BorrowedWeights> borrowed = options.borrowed().map(from -> BorrowedWeights.read(disk, clock, from));
        Prepared prepared = prepare(read, options);
        return inTurn(() -> {
            int threads = start(prepared.plan(), options);
            borrowed.ifPresent(weights -> ModelParameters.requireFit(weights, prepared.plan(), options, device));
            Path directory = directories.create(options.runs(), read.name());
            try (RunLock lock = RunLock.take(disk, directory, clock)) {
                Environment environment = Environments.of(prepared.plan(), options, device, threads);
                return train(
                        prepared,
                        options,
                        device,
                        borrowed.map(weights -> Environments.startedFrom(weights.origin(), environment))
                                .orElse(environment),
                        threads,
                        lock,
                        objects ->
                                borrowed.ifPresent(weights -> objects.training().startFrom(weights.taken())));
            }
        });
    }

    @Override
    public RunReport resume(ExperimentPlan read, RunOptions options, Path given, Set<String> accepted) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        Path directory = real(given);
        // A directory in use is refused at once, even if the engine's thread is busy.
        RunLock.take(disk, directory, clock).close();
        // Locked again on that thread: the thread that waits may be interrupted while the run continues.
        return inTurn(() -> {
            try (RunLock lock = RunLock.take(disk, directory, clock)) {
                Prepared prepared = prepare(read, options);
                int threads = start(prepared.plan(), options);
                Environment environment = Environments.of(prepared.plan(), options, device, threads);
                return train(
                        prepared,
                        options,
                        device,
                        Environments.startedAsBefore(disk, directory, environment),
                        threads,
                        lock,
                        objects -> objects.resumption().goOn(accepted));
            }
        });
    }

    /** On the engines' thread: signals are the run's as long as it has its turn. */
    private RunReport inTurn(Supplier<RunReport> run) {
        return EngineThread.call(() -> termination.during(run), this::abandoned);
    }

    private String abandoned() {
        stopRequest.make();
        return "if the run has begun, it saves a checkpoint at its next step, if it takes any, and ends as terminated";
    }

    /** The path whose last name is the run's id, also for "." or a link. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the run in " + directory + " cannot be found: " + e, e);
        }
    }

    private record Prepared(
            ExperimentPlan plan, PreprocessedData data, Supplier<LinearOptimum> optimum, RunObjects objects) {}

    private Prepared prepare(ExperimentPlan read, RunOptions options) {
        PreprocessedData data = PlanData.load(read, options.engine());
        Supplier<LinearOptimum> optimum = DataWarnings.optimum(read, data);
        ExperimentPlan plan = read.withWarnings(DataWarnings.of(read, data, optimum));
        plan.warnings().forEach(warning -> LOG.warn("{}", warning));
        return new Prepared(plan, data, optimum, injector.of(plan, options));
    }

    private static int start(ExperimentPlan plan, RunOptions options) {
        Engines.start(options.engine());
        Engines.prepareThread(options.engine());
        return Engines.useThreads(options.engine(), ThreadCount.of(plan));
    }

    /** @param first what is done before the first step */
    private static RunReport train(
            Prepared prepared,
            RunOptions options,
            SelectedDevice device,
            Environment environment,
            int threads,
            RunLock lock,
            Consumer<RunObjects> first) {
        try (NDManager manager =
                NDManager.newBaseManager(device.device(), options.engine().djlName())) {
            RunObjects objects = prepared.objects()
                    .with(new TrainingModule(
                            prepared.data(),
                            prepared.optimum(),
                            lock,
                            environment,
                            manager,
                            ThreadCount.spinning(threads, device, System.getenv())));
            first.accept(objects);
            return objects.run().toItsEnd();
        }
    }
}
