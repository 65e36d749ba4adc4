package dev.equipoise.plan;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.util.Modules;
import dev.equipoise.experiment.DefaultPart;
import java.util.Set;

/**
 * Binds the way from the classes of a loader to the plans of its experiments. It needs the default parts that modules
 * bind.
 */
public final class PlansModule extends AbstractModule {

    private final ClassLoader classes;

    public PlansModule(ClassLoader classes) {
        this.classes = classes;
    }

    @Override
    protected void configure() {
        bind(OverrideLayers.class).toInstance(new OverrideSources(System.getenv())::over);
        bind(Plans.class);
    }

    @Provides
    @Singleton
    Discovery discovery() {
        return Discovery.scan(classes);
    }

    @Provides
    Experiments experiments(Discovery discovery) {
        return new Experiments(discovery.experiments());
    }

    @Provides
    @Singleton
    Catalogue catalogue(Discovery discovery) {
        return Catalogue.of(discovery.parts());
    }

    /** Factories and experiments are created by a separate injector, which binds on demand and has no engine. */
    @Provides
    @Singleton
    Planner planner(Catalogue catalogue, Set<DefaultPart> defaults) {
        Injector factories = Guice.createInjector(Modules.EMPTY_MODULE);
        return new ExperimentReader(
                catalogue, new GuiceFactories(factories), defaults, new GuiceProvidedParts(factories))::read;
    }
}
