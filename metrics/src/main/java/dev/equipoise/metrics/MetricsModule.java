package dev.equipoise.metrics;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.EquipoiseModule;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Adds live meters and their endpoint to every run. */
public final class MetricsModule implements EquipoiseModule {

    /** For {@link java.util.ServiceLoader}. */
    public MetricsModule() {}

    /** Binds your own meters; each is added to the run's registry when the run starts. */
    public static Multibinder<MeterBinder> meters(Binder binder) {
        return Multibinder.newSetBinder(binder, MeterBinder.class);
    }

    @Override
    public void configureRun(Binder binder) {
        meters(binder);
        EquipoiseModule.listeners(binder).addBinding().to(MetricsRun.class);
    }
}
