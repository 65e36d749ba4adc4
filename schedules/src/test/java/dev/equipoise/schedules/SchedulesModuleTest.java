package dev.equipoise.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.DefaultPart;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulesModuleTest {

    @Test
    void itIsFoundAndMakesBetaAndTheRateConstantByDefault() {
        EquipoiseModule module = ServiceLoader.load(EquipoiseModule.class).stream()
                .filter(provider -> provider.type() == SchedulesModule.class)
                .findFirst()
                .orElseThrow()
                .get();
        Set<DefaultPart> defaults = Guice.createInjector(module::configureApplication)
                .getInstance(Key.get(new TypeLiteral<Set<DefaultPart>>() {}));
        assertThat(defaults)
                .extracting(DefaultPart::annotation)
                .containsExactlyInAnyOrder(FixedBeta.class, ConstantLearningRate.class);
    }
}
