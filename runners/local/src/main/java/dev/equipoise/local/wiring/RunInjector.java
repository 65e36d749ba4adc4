package dev.equipoise.local.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Makes the injector of each run from what every module brings to it, and takes the run's listeners from it. */
public final class RunInjector {

    private final Set<EquipoiseModule> modules;
    private final Clock clock;
    private final Disk disk;
    private final NanoTime nanoTime;
    private final StopRequest stop;
    private final Invocation invocation;

    @Inject
    public RunInjector(
            Set<EquipoiseModule> modules,
            Clock clock,
            Disk disk,
            NanoTime nanoTime,
            StopRequest stop,
            Invocation invocation) {
        this.modules = modules;
        this.clock = clock;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.stop = stop;
        this.invocation = invocation;
    }

    /** The listeners of one run, in the order of their modules. */
    public List<RunListener> listeners(ExperimentPlan plan, RunOptions options) {
        List<Module> contributions =
                modules.stream().map(module -> (Module) module::configureRun).toList();
        Injector injector = Guice.createInjector(
                new RunModule(plan, options, clock, disk, nanoTime, stop, invocation), Modules.combine(contributions));
        return List.copyOf(injector.getInstance(Key.get(new TypeLiteral<Set<RunListener>>() {})));
    }
}
