package dev.equipoise.benchmarks;

import com.google.inject.Binder;
import dev.equipoise.EquipoiseModule;

/** Lets every run with this jar on its class path measure its steps. */
public final class BenchmarkModule implements EquipoiseModule {

    /** For {@link java.util.ServiceLoader}. */
    public BenchmarkModule() {}

    @Override
    public void configureRun(Binder binder) {
        EquipoiseModule.listeners(binder).addBinding().to(StepMeter.class);
    }
}
