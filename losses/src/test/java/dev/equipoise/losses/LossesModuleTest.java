package dev.equipoise.losses;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.equipoise.EquipoiseModule;
import dev.equipoise.experiment.DefaultPart;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossesModuleTest {

    @Test
    void itIsFoundAndMakesSquaredErrorAndTheAnalyticKlTheDefaults() {
        EquipoiseModule module = ServiceLoader.load(EquipoiseModule.class).stream()
                .filter(provider -> provider.type() == LossesModule.class)
                .findFirst()
                .orElseThrow()
                .get();
        Set<DefaultPart> defaults = Guice.createInjector(module::configureApplication)
                .getInstance(Key.get(new TypeLiteral<Set<DefaultPart>>() {}));
        assertThat(defaults)
                .extracting(DefaultPart::annotation)
                .containsExactlyInAnyOrder(SquaredError.class, AnalyticKl.class);
    }
}
