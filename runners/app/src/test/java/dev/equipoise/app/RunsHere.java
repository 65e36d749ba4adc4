package dev.equipoise.app;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.util.Modules;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.Overrides;
import dev.equipoise.experiment.Overrides.Setting;
import dev.equipoise.local.internal.checkpoint.CheckpointStore;
import dev.equipoise.local.internal.checkpoint.Retention;
import dev.equipoise.local.internal.checkpoint.Snapshot;
import dev.equipoise.local.internal.machine.CoreMeter;
import dev.equipoise.local.internal.machine.LinuxCores;
import dev.equipoise.plan.Catalogue;
import dev.equipoise.plan.Discovery;
import dev.equipoise.plan.PartType;
import dev.equipoise.plan.Plans;
import dev.equipoise.run.EngineName;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.Monitoring;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.RunReport;
import dev.equipoise.run.Runner;
import dev.equipoise.run.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs in this process, each with an application of its own, whose listener may ask it to end. */
public final class RunsHere {

    /** One scan of the class path serves all runs of a test process. */
    private static final class ClassPath {
        static final Discovery FOUND = Discovery.scan(RunsHere.class.getClassLoader());
    }

    private final RunOptions options;
    private final Clock clock;
    private final Disk disk;
    private final NanoTime nanoTime;
    private final CoreMeter cores;
    private final Injector undisturbed;

    /** On the CPU, into a folder. */
    public RunsHere(EngineName engine, Path runs) {
        this(engine, runs, Clock.systemDefaultZone(), new LocalDisk(), System::nanoTime, new LinuxCores());
    }

    /** The same by a clock of its own. */
    public RunsHere(EngineName engine, Path runs, Clock clock) {
        this(engine, runs, clock, new LocalDisk(), System::nanoTime, new LinuxCores());
    }

    /** The same on a disk of its own. */
    public RunsHere(EngineName engine, Path runs, Disk disk) {
        this(engine, runs, Clock.systemDefaultZone(), disk, System::nanoTime, new LinuxCores());
    }

    /** The same where time passes as it is told. */
    public RunsHere(EngineName engine, Path runs, NanoTime nanoTime) {
        this(engine, runs, Clock.systemDefaultZone(), new LocalDisk(), nanoTime, new LinuxCores());
    }

    /** The same on a machine whose cores are used as it is told. */
    public RunsHere(EngineName engine, Path runs, NanoTime nanoTime, CoreMeter cores) {
        this(engine, runs, Clock.systemDefaultZone(), new LocalDisk(), nanoTime, cores);
    }

    private RunsHere(EngineName engine, Path runs, Clock clock, Disk disk, NanoTime nanoTime, CoreMeter cores) {
        options = new RunOptions(engine, "cpu", runs, Monitoring.onPort(0));
        this.clock = clock;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.cores = cores;
        undisturbed = application(stop -> new RunListener() {});
    }

    /** The parts of a role that are discovered. */
    public List<PartType> parts(Class<?> role) {
        return Catalogue.of(undisturbed.getInstance(Discovery.class).parts()).parts(role);
    }

    /** The plan of an experiment with these values, such as "experiment.epochs=3". */
    public ExperimentPlan plan(Class<?> experiment, String... settings) {
        return plan(experiment, List.of(), settings);
    }

    /** The same with further parts. */
    public ExperimentPlan plan(Class<?> experiment, List<String> with, String... settings) {
        List<Setting> all = Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .map(pair -> new Setting(pair[0], pair[1], "test"))
                .toList();
        return undisturbed
                .getInstance(Plans.class)
                .of(experiment, Optional.empty(), new Overrides(all, with, Set.of(), false));
    }

    /** Runs a plan. */
    public RunReport run(ExperimentPlan plan, Function<StopRequest, RunListener> listener) {
        return application(listener).getInstance(Runner.class).run(plan, options);
    }

    /** Runs a plan from weights of another run. */
    public RunReport run(
            ExperimentPlan plan, RunOptions.Borrowed weights, Function<StopRequest, RunListener> listener) {
        return application(listener).getInstance(Runner.class).run(plan, options.startingFrom(weights));
    }

    /** The same, undisturbed. */
    public RunReport run(ExperimentPlan plan, RunOptions.Borrowed weights) {
        return run(plan, weights, stop -> new RunListener() {});
    }

    /** Runs a plan undisturbed. */
    public RunReport run(ExperimentPlan plan) {
        return run(plan, stop -> new RunListener() {});
    }

    /** Goes on with a run. */
    public RunReport resume(ExperimentPlan plan, Path directory, Function<StopRequest, RunListener> listener) {
        return resume(plan, directory, Set.of(), listener);
    }

    /** Goes on with a run from which these values may differ. */
    public RunReport resume(ExperimentPlan plan, Path directory, Set<String> accepted) {
        return resume(plan, directory, accepted, stop -> new RunListener() {});
    }

    /** The same, disturbed. */
    public RunReport resume(
            ExperimentPlan plan, Path directory, Set<String> accepted, Function<StopRequest, RunListener> listener) {
        return application(listener).getInstance(Runner.class).resume(plan, options, directory, accepted);
    }

    /** Goes on with a run, undisturbed. */
    public RunReport resume(ExperimentPlan plan, Path directory) {
        return resume(plan, directory, Set.of());
    }

    /** What the newest checkpoint of a run holds. */
    public static Snapshot snapshot(RunReport report) throws IOException {
        return new CheckpointStore(new LocalDisk(), report.directory(), new Retention(1), Clock.systemUTC(), "test")
                .peekNewest()
                .orElseThrow()
                .snapshot();
    }

    private Injector application(Function<StopRequest, RunListener> listener) {
        ClassLoader classes = RunsHere.class.getClassLoader();
        Set<EquipoiseModule> modules = new LinkedHashSet<>();
        ServiceLoader.load(EquipoiseModule.class, classes).forEach(modules::add);
        modules.add(new EquipoiseModule() {
            @Override
            public void configureRun(Binder binder) {
                Provider<StopRequest> stop = binder.getProvider(StopRequest.class);
                EquipoiseModule.listeners(binder).addBinding().toProvider(() -> listener.apply(stop.get()));
            }
        });
        return Guice.createInjector(
                Modules.override(new ApplicationModule(modules, classes, new FakeTerminal().plain(), Invocation.PLAIN))
                        .with(binder -> {
                            binder.bind(Discovery.class).toInstance(ClassPath.FOUND);
                            binder.bind(Clock.class).toInstance(clock);
                            binder.bind(Disk.class).toInstance(disk);
                            binder.bind(NanoTime.class).toInstance(nanoTime);
                            binder.bind(CoreMeter.class).toInstance(cores);
                        }));
    }
}
