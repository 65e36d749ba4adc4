package dev.equipoise.app.internal.progress;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.app.internal.console.Terminal;

/** Shows every run on a terminal. */
public final class ProgressModule implements EquipoiseModule {

    private final Terminal terminal;

    public ProgressModule(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void configureRun(Binder binder) {
        binder.bind(Terminal.class).toInstance(terminal);
        EquipoiseModule.listeners(binder).addBinding().to(ProgressListener.class);
    }
}
