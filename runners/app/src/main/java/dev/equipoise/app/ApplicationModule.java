package dev.equipoise.app;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.app.doctor.EngineTrial;
import dev.equipoise.app.doctor.RealEngineTrial;
import dev.equipoise.app.plan.Experiments;
import dev.equipoise.app.plan.OverrideLayers;
import dev.equipoise.app.plan.Planner;
import dev.equipoise.engine.DeviceProbe;
import dev.equipoise.engine.SystemDeviceProbe;
import dev.equipoise.experiment.Catalogue;
import dev.equipoise.experiment.DefaultPart;
import dev.equipoise.experiment.ExperimentReader;
import dev.equipoise.local.discovery.Discovery;
import dev.equipoise.local.discovery.OverrideSources;
import dev.equipoise.local.wiring.GuiceFactories;
import dev.equipoise.local.wiring.GuiceProvidedParts;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.StopRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Set;

/** The whole application: what the modules on the class path bring, discovery, the reader of experiments, commands. */
final class ApplicationModule extends AbstractModule {

    private final Set<EquipoiseModule> modules;
    private final ClassLoader classes;
    private final Terminal terminal;
    private final Invocation invocation;

    ApplicationModule(Set<EquipoiseModule> modules, ClassLoader classes, Terminal terminal, Invocation invocation) {
        this.modules = modules;
        this.classes = classes;
        this.terminal = terminal;
        this.invocation = invocation;
    }

    @Override
    protected void configure() {
        install(new LockedDownModule());
        install(new CommandsModule(terminal));
        modules.forEach(module -> module.configureApplication(binder()));
        EquipoiseModule.defaultParts(binder());
        bind(new TypeLiteral<Set<EquipoiseModule>>() {}).toInstance(modules);
        bind(Clock.class).toInstance(Clock.system(ZoneId.systemDefault()));
        bind(NanoTime.class).toInstance(System::nanoTime);
        bind(Invocation.class).toInstance(invocation);
        bind(StopRequest.class).toInstance(new StopRequest());
        bind(DeviceProbe.class).to(SystemDeviceProbe.class);
        bind(EngineTrial.class).to(RealEngineTrial.class);
        bind(OverrideLayers.class).toInstance(new OverrideSources(System.getenv())::over);
    }

    @Provides
    @Singleton
    Discovery discovery() {
        return Discovery.scan(classes);
    }

    @Provides
    Experiments experiments(Discovery discovery) {
        return new Experiments(discovery.experiments());
    }

    /** Factories and experiments are made by an injector of their own, which binds on demand and knows no engine. */
    @Provides
    @Singleton
    Catalogue catalogue(Discovery discovery) {
        return Catalogue.of(discovery.parts());
    }

    @Provides
    @Singleton
    Planner planner(Catalogue catalogue, Set<DefaultPart> defaults) {
        Injector factories = Guice.createInjector(Modules.EMPTY_MODULE);
        return new ExperimentReader(
                catalogue, new GuiceFactories(factories), defaults, new GuiceProvidedParts(factories))::read;
    }
}
