package dev.equipoise.app;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.doctor.EngineCheck;
import dev.equipoise.app.internal.doctor.RealEngineCheck;
import dev.equipoise.engine.DeviceProbe;
import dev.equipoise.engine.SystemDeviceProbe;
import dev.equipoise.plan.PlansModule;
import dev.equipoise.run.Invocation;
import dev.equipoise.run.NanoTime;
import dev.equipoise.run.StopRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Set;

/** The whole application: what the modules on the class path bring, plans, commands. */
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
        install(new PlansModule(classes));
        install(new CommandsModule(terminal));
        modules.forEach(module -> module.configureApplication(binder()));
        EquipoiseModule.defaultParts(binder());
        bind(new TypeLiteral<Set<EquipoiseModule>>() {}).toInstance(modules);
        bind(Clock.class).toInstance(Clock.system(ZoneId.systemDefault()));
        bind(NanoTime.class).toInstance(System::nanoTime);
        bind(Invocation.class).toInstance(invocation);
        bind(StopRequest.class).toInstance(new StopRequest());
        bind(DeviceProbe.class).to(SystemDeviceProbe.class);
        bind(EngineCheck.class).to(RealEngineCheck.class);
    }
}
