package dev.equipoise.losses;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.DefaultPart;

/** Binds the defaults: squared error and the analytic KL. */
public final class LossesModule implements EquipoiseModule {

    @Override
    public void configureApplication(Binder binder) {
        Multibinder<DefaultPart> defaults = EquipoiseModule.defaultParts(binder);
        defaults.addBinding().toInstance(DefaultPart.of(SquaredError.class));
        defaults.addBinding().toInstance(DefaultPart.of(AnalyticKl.class));
    }
}
