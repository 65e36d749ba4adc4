package dev.equipoise.local.internal.wiring;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.machine.CoreMeter;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StopRequest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Set;

/** Makes the injector of each run from what every module brings to it. */
public final class RunInjector {

    private final Module shared;
    private final Module contributions;

    @Inject
    public RunInjector(
            Set<EquipoiseModule> modules,
            Clock clock,
            Disk disk,
            NanoTime nanoTime,
            StopRequest stop,
            Invocation invocation,
            CoreMeter cores) {
        shared = binder -> {
            binder.bind(Clock.class).toInstance(clock);
            binder.bind(Disk.class).toInstance(disk);
            binder.bind(NanoTime.class).toInstance(nanoTime);
            binder.bind(StopRequest.class).toInstance(stop);
            binder.bind(Invocation.class).toInstance(invocation);
            binder.bind(CoreMeter.class).toInstance(cores);
        };
        contributions = Modules.combine(
                modules.stream().map(module -> (Module) module::configureRun).toList());
    }

    /** The objects of one run, its listeners in the order of their modules. */
    public RunObjects of(ExperimentPlan plan, RunOptions options) {
        return new RunObjects(Guice.createInjector(shared, new RunModule(plan, options), contributions));
    }
}
