package dev.equipoise.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.equipoise.CoreModule;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.progress.ProgressModule;
import dev.equipoise.local.LocalModule;
import dev.equipoise.losses.LossesModule;
import dev.equipoise.metrics.MetricsModule;
import dev.equipoise.plan.InvalidExperimentException;
import dev.equipoise.run.Invocation;
import dev.equipoise.schedules.SchedulesModule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Assembles the application's one injector. */
final class Application {

    private static final List<Class<? extends EquipoiseModule>> OWN = List.of(
            CoreModule.class, LossesModule.class, SchedulesModule.class, LocalModule.class, MetricsModule.class);

    private Application() {}

    /** Includes everything that this class loader finds. */
    static Injector injector(ClassLoader classes, Terminal terminal, Invocation invocation) {
        Set<EquipoiseModule> modules = new LinkedHashSet<>();
        ServiceLoader.load(EquipoiseModule.class, classes).forEach(modules::add);
        requireOwn(modules);
        modules.add(new ProgressModule(terminal));
        return Guice.createInjector(new ApplicationModule(modules, classes, terminal, invocation));
    }

    /** A jar that was merged from several may contain the list of only one of them. */
    private static void requireOwn(Set<EquipoiseModule> found) {
        List<String> missing = OWN.stream()
                .filter(module -> found.stream().noneMatch(module::isInstance))
                .map(Class::getSimpleName)
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidExperimentException(
                    "the class path",
                    List.of("META-INF/services/" + EquipoiseModule.class.getName() + " must list every module, and "
                            + String.join(", ", missing)
                            + " are missing: if several jars were merged into one, merge their"
                            + " service files too (maven-shade-plugin: ServicesResourceTransformer)"));
        }
    }
}
