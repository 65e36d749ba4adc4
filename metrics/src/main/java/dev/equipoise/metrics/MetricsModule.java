package dev.equipoise.metrics;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;

/** Brings live meters and their endpoint to every run. */
public final class MetricsModule implements EquipoiseModule {

    /** For {@link java.util.ServiceLoader}. */
    public MetricsModule() {}

    @Override
    public void configureRun(Binder binder) {
        EquipoiseModule.listeners(binder).addBinding().to(MetricsRun.class);
    }
}
