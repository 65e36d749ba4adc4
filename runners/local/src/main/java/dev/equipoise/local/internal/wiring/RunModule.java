package dev.equipoise.local.internal.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.ExperimentPlan;
import dev.equipoise.local.internal.loop.Listeners;
import dev.equipoise.part.Facts;
import dev.equipoise.part.Role;
import dev.equipoise.run.RunListener;
import dev.equipoise.run.RunOptions;
import java.util.Set;

/** What a run has before it starts: its plan, its options, the part of every role that takes one, its listeners. */
final class RunModule extends AbstractModule {

    private final ExperimentPlan plan;
    private final RunOptions options;

    RunModule(ExperimentPlan plan, RunOptions options) {
        this.plan = plan;
        this.options = options;
    }

    @Override
    protected void configure() {
        bind(ExperimentPlan.class).toInstance(plan);
        bind(Facts.class).toInstance(plan.facts());
        bind(RunOptions.class).toInstance(options);
        EquipoiseModule.listeners(binder());
        plan.parts(RunListener.class)
                .forEach(listener ->
                        EquipoiseModule.listeners(binder()).addBinding().toInstance(listener));
        plan.parts().stream()
                .filter(planned -> !planned.role().getAnnotation(Role.class).many())
                .forEach(planned -> bindPart(binder(), planned.role(), planned));
    }

    private static <T> void bindPart(Binder binder, Class<T> role, ExperimentPlan.PlannedPart planned) {
        binder.bind(role).toInstance(role.cast(planned.part()));
    }

    @Provides
    @Singleton
    Listeners listeners(Set<RunListener> all) {
        return new Listeners(all);
    }
}
