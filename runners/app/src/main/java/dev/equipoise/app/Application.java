package dev.equipoise.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.equipoise.CoreModule;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.app.progress.ProgressModule;
import dev.equipoise.experiment.InvalidExperimentException;
import dev.equipoise.local.LocalModule;
import dev.equipoise.losses.LossesModule;
import dev.equipoise.metrics.MetricsModule;
import dev.equipoise.run.Invocation;
import dev.equipoise.schedules.SchedulesModule;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Assembles the application's one injector. */
final class Application {

    private static final List<Class<? extends EquipoiseModule>> OWN = List.of(
            CoreModule.class, LossesModule.class, SchedulesModule.class, LocalModule.class, MetricsModule.class);

    private Application() {}

    /** With everything that this class loader sees. */
    static Injector injector(ClassLoader classes, Terminal terminal, Invocation invocation) {
        Set<EquipoiseModule> modules = new LinkedHashSet<>();
        ServiceLoader.load(EquipoiseModule.class, classes).forEach(modules::add);
        requireOwn(modules);
        modules.add(new ProgressModule(terminal));
        return Guice.createInjector(new ApplicationModule(modules, classes, terminal, invocation));
    }

    /** A jar that was put together from several may have lost the list of all but one. */
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

    /**
     * The application's own class loader, or one below it that also sees these folders and jars.
     *
     * @throws InvalidExperimentException with every entry that cannot be read
     */
    static ClassLoader classes(List<Path> extra) {
        ClassLoader own = Application.class.getClassLoader();
        List<String> problems = extra.stream()
                .filter(path -> !Files.isReadable(path))
                .map(path -> "an entry of --classpath must be a readable jar or folder, got " + path)
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidExperimentException("the class path", problems);
        }
        return extra.isEmpty()
                ? own
                : new URLClassLoader(extra.stream().map(Application::url).toArray(URL[]::new), own);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("an entry of --classpath must have an address, got " + path, e);
        }
    }
}
