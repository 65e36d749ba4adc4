package dev.equipoise.local.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.experiment.PlannedPart;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import dev.equipoise.run.StopRequest;
import java.time.Clock;

/** What can be injected into the listeners of one run: its plan, its options, and the part of every role only one. */
public final class RunModule extends AbstractModule {

    private final ExperimentPlan plan;
    private final RunOptions options;
    private final Clock clock;
    private final Disk disk;
    private final NanoTime nanoTime;
    private final StopRequest stop;
    private final Invocation invocation;

    public RunModule(
            ExperimentPlan plan,
            RunOptions options,
            Clock clock,
            Disk disk,
            NanoTime nanoTime,
            StopRequest stop,
            Invocation invocation) {
        this.plan = plan;
        this.options = options;
        this.clock = clock;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.stop = stop;
        this.invocation = invocation;
    }

    @Override
    protected void configure() {
        bind(ExperimentPlan.class).toInstance(plan);
        bind(Facts.class).toInstance(plan.facts());
        bind(RunOptions.class).toInstance(options);
        bind(Clock.class).toInstance(clock);
        bind(Disk.class).toInstance(disk);
        bind(NanoTime.class).toInstance(nanoTime);
        bind(StopRequest.class).toInstance(stop);
        bind(Invocation.class).toInstance(invocation);
        EquipoiseModule.listeners(binder());
        plan.parts(RunListener.class)
                .forEach(listener ->
                        EquipoiseModule.listeners(binder()).addBinding().toInstance(listener));
        plan.parts().stream()
                .filter(planned -> !planned.role().getAnnotation(Role.class).many())
                .forEach(planned -> bindPart(binder(), planned.role(), planned));
    }

    private static <T> void bindPart(Binder binder, Class<T> role, PlannedPart planned) {
        binder.bind(role).toInstance(role.cast(planned.part()));
    }
}
