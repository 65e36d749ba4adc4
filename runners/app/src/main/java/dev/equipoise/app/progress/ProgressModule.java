package dev.equipoise.app.progress;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.console.Terminal;

/** Shows every run on a terminal. */
public final class ProgressModule implements EquipoiseModule {

    private final Terminal terminal;

    public ProgressModule(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void configureRun(Binder binder) {
        EquipoiseModule.listeners(binder).addBinding().toInstance(new ProgressListener(terminal, System::nanoTime));
    }
}
