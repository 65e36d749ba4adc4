package dev.equipoise.schedules;

import com.google.inject.Binder;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.DefaultPart;

/** Binds the defaults: a fixed beta of 1 and a constant learning rate. */
public final class SchedulesModule implements EquipoiseModule {

    @Override
    public void configureApplication(Binder binder) {
        Multibinder<DefaultPart> defaults = EquipoiseModule.defaultParts(binder);
        defaults.addBinding().toInstance(DefaultPart.of(FixedBeta.class));
        defaults.addBinding().toInstance(DefaultPart.of(ConstantLearningRate.class));
    }
}
