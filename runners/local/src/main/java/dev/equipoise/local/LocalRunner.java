package dev.equipoise.local;

import ai.djl.ndarray.NDManager;
import dev.equipoise.balance.LinearOptimum;
import dev.equipoise.checkpoint.Checkpoint;
import dev.equipoise.data.DataSource;
import dev.equipoise.data.PreprocessedData;
import dev.equipoise.data.Preprocessing;
import dev.equipoise.disk.Disk;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.engine.EngineThread;
import dev.equipoise.engine.Engines;
import dev.equipoise.engine.SelectedDevice;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.checkpoint.CheckpointStore;
import dev.equipoise.local.checkpoint.Differences;
import dev.equipoise.local.checkpoint.Fingerprint;
import dev.equipoise.local.checkpoint.Retention;
import dev.equipoise.local.checkpoint.RunCheckpoints;
import dev.equipoise.local.checkpoint.Saved;
import dev.equipoise.local.ending.Termination;
import dev.equipoise.local.files.RunDirectory;
import dev.equipoise.local.files.RunLock;
import dev.equipoise.local.loop.Listeners;
import dev.equipoise.local.loop.Run;
import dev.equipoise.local.loop.Training;
import dev.equipoise.local.loop.WatchedCores;
import dev.equipoise.local.machine.CoreMeter;
import dev.equipoise.local.machine.TakenCores;
import dev.equipoise.local.model.EngineModel;
import dev.equipoise.local.wiring.RunInjector;
import dev.equipoise.plan.Foresight;
import dev.equipoise.run.IncompatibleResumeException;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.Resumer;
import dev.equipoise.run.RunEnvironment;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.Runner;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a plan in this process, on the thread of its engines. */
public final class LocalRunner implements Runner, Resumer {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRunner.class);

    private final RunInjector injector;
    private final DeviceSelection devices;
    private final Clock clock;
    private final Disk disk;
    private final NanoTime nanoTime;
    private final StopRequest stopRequest;
    private final Termination termination;
    private final CoreMeter cores;

    @Inject
    public LocalRunner(
            RunInjector injector,
            DeviceSelection devices,
            Clock clock,
            Disk disk,
            NanoTime nanoTime,
            StopRequest stopRequest,
            Termination termination,
            CoreMeter cores) {
        this.injector = injector;
        this.devices = devices;
        this.clock = clock;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.stopRequest = stopRequest;
        this.termination = termination;
        this.cores = cores;
    }

    @Override
    public RunReport run(ExperimentPlan read, RunOptions options) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        new RunDirectory(clock, disk).prepare(options.runs(), read.name());
        Prepared prepared = prepare(read, options);
        return inTurn(() -> {
            int threads = start(prepared.plan(), options);
            Path directory = new RunDirectory(clock, disk)
                    .create(options.runs(), prepared.plan().name());
            forceNames(options.runs(), prepared.plan().name());
            try (RunLock lock = RunLock.take(disk, directory, clock)) {
                return train(prepared, options, device, threads, directory, lock, Optional.empty());
            }
        });
    }

    @Override
    public RunReport resume(ExperimentPlan read, RunOptions options, Path given, Set<String> accepted) {
        SelectedDevice device = devices.choose(options.device(), options.engine());
        Path directory = real(given);
        // Refused at once, even where the engine's thread is busy.
        RunLock.take(disk, directory, clock).close();
        // Held there, since whoever waits for it may be interrupted while the run goes on.
        return inTurn(() -> {
            try (RunLock lock = RunLock.take(disk, directory, clock)) {
                Prepared prepared = prepare(read, options);
                int threads = start(prepared.plan(), options);
                return train(prepared, options, device, threads, directory, lock, Optional.of(accepted));
            }
        });
    }

    /** On the engines' thread: signals are the run's as long as it has its turn. */
    private RunReport inTurn(Supplier<RunReport> run) {
        return EngineThread.call(() -> termination.during(run), this::abandoned);
    }

    private String abandoned() {
        stopRequest.make();
        return "the run, where it has begun, saves a checkpoint at its next step, where it takes any, and ends as"
                + " terminated";
    }

    /** The path whose last name is the run's id, whatever leads there, such as "." or a link. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the run in " + directory + " cannot be found: " + e, e);
        }
    }

    /** So that a loss of power does not lose the directory with all that was forced in it. */
    private void forceNames(Path runs, String experiment) {
        try {
            disk.force(runs.resolve(experiment));
            disk.force(runs);
        } catch (IOException e) {
            LOG.warn("the name of the run's directory cannot be forced to the disk: {}", e.toString());
        }
    }

    private record Prepared(
            ExperimentPlan plan, PreprocessedData data, Supplier<LinearOptimum> optimum, List<RunListener> listeners) {}

    private Prepared prepare(ExperimentPlan read, RunOptions options) {
        PreprocessedData data =
                PreprocessedData.load(read.part(DataSource.class), read.parts(Preprocessing.class), read::nameOf);
        Supplier<LinearOptimum> optimum = Foresight.optimum(read, data);
        ExperimentPlan plan = read.withWarnings(Foresight.of(read, data, optimum));
        plan.warnings().forEach(warning -> LOG.warn("{}", warning));
        return new Prepared(plan, data, optimum, injector.listeners(plan, options));
    }

    private static int start(ExperimentPlan plan, RunOptions options) {
        Engines.start(options.engine());
        Engines.prepareThread(options.engine());
        return Engines.useThreads(options.engine(), ThreadCount.of(plan));
    }

    /** @param resumed where the run goes on from its newest checkpoint: what may differ from it */
    private RunReport train(
            Prepared prepared,
            RunOptions options,
            SelectedDevice device,
            int threads,
            Path directory,
            RunLock lock,
            Optional<Set<String>> resumed) {
        ExperimentPlan plan = prepared.plan();
        RunEnvironment environment = Environments.of(plan, options, device, threads);
        Fingerprint fingerprint = Fingerprint.of(plan, prepared.data(), environment);
        Optional<Checkpoint.Settings> settings =
                plan.parts(Checkpoint.Settings.class).stream().findFirst();
        CheckpointStore store = new CheckpointStore(
                disk,
                directory,
                new Retention(settings.map(Checkpoint.Settings::keep).orElse(1)),
                clock,
                environment.version(),
                lock::displaced);
        try (NDManager manager =
                NDManager.newBaseManager(device.device(), options.engine().djlName())) {
            Training training = new Training(
                    plan,
                    prepared.data(),
                    new EngineModel(plan, options.engine(), manager),
                    stopRequest,
                    nanoTime,
                    prepared.optimum());
            TakenCores taken = new TakenCores(cores, ThreadCount.spinning(threads, device, System.getenv()), nanoTime);
            RunListener listeners = new WatchedCores(new Listeners(prepared.listeners()), taken);
            Optional<RunCheckpoints> checkpoints = settings.map(when -> new RunCheckpoints(
                    when, store, directory.getFileName().toString(), fingerprint.values(), listeners, clock, nanoTime));
            try {
                resumed.ifPresent(accepted -> goOn(
                        store,
                        directory,
                        checkpoints,
                        saved -> goOn(
                                training,
                                saved,
                                fingerprint.compare(saved.info().fingerprint()),
                                accepted)));
                lock.use();
                return new Run(plan, training, listeners, checkpoints, lock::displaced)
                        .toItsEnd(directory, environment);
            } finally {
                checkpoints.ifPresent(RunCheckpoints::close);
            }
        }
    }

    private static void goOn(
            CheckpointStore store, Path directory, Optional<RunCheckpoints> checkpoints, Consumer<Saved> restoring) {
        try {
            Saved saved = store.newest(restoring)
                    .orElseThrow(() -> new IncompatibleResumeException(List.of("the run in " + directory
                            + " must have a checkpoint that is whole, but has none: run it anew")));
            if (checkpoints.isPresent()) {
                checkpoints.get().goneTo(saved.info());
            }
            LOG.info("the run goes on after {} steps", saved.info().steps());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints in " + directory + " cannot be read: " + e, e);
        }
    }

    /** @throws IncompatibleResumeException if what was not accepted differs */
    private static void goOn(Training training, Saved saved, Differences differences, Set<String> accepted) {
        differences.require(accepted);
        List<String> machine = differences.ofMachine(accepted);
        if (!machine.isEmpty()) {
            LOG.warn(
                    "the machine is another, so that the last bits may differ from those of a run without a pause: {}",
                    String.join("; ", machine));
        }
        if (differences.ofAnotherExperiment()) {
            training.adopt(saved);
        } else {
            training.restore(saved.snapshot());
        }
    }
}
