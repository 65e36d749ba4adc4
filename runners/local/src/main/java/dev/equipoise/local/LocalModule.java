package dev.equipoise.local;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.disk.Disk;
import dev.equipoise.disk.LocalDisk;
import dev.equipoise.local.ending.Termination;
import dev.equipoise.local.internal.files.NewRunDirectory;
import dev.equipoise.local.internal.files.RunFiles;
import dev.equipoise.local.internal.machine.CoreMeter;
import dev.equipoise.local.internal.machine.LinuxCores;
import dev.equipoise.local.internal.wiring.RunInjector;
import dev.equipoise.run.Runner;

/** Binds the local runner and the files of a run. */
public final class LocalModule implements EquipoiseModule {

    /** For {@link java.util.ServiceLoader}. */
    public LocalModule() {}

    @Override
    public void configureApplication(Binder binder) {
        binder.bind(Runner.class).to(LocalRunner.class);
        binder.bind(Disk.class).toInstance(new LocalDisk());
        binder.bind(NewRunDirectory.class);
        binder.bind(RunInjector.class);
        binder.bind(Termination.class);
        binder.bind(CoreMeter.class).toInstance(new LinuxCores());
    }

    @Override
    public void configureRun(Binder binder) {
        EquipoiseModule.listeners(binder).addBinding().to(RunFiles.class);
    }
}
